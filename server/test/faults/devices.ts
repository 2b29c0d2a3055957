// The devices of a fault run, in a process of their own that is killed now and then: SDK clients that write, read, order and restart,
// each with its files, and an outsider.
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { seededRandom } from '@bobber/testkit/random'
import { act, type Scene } from './acts.ts'
import { Device, type DevicePlan } from './device.ts'
import type { DeviceHistory } from './history.ts'
import { listenOutside } from './outsider.ts'

export interface DevicesPlan {
  folder: string
  /** ws://… of the faulty proxy */
  socketUrl: string
  seed: number
  /** how many such processes there were before */
  life: number
  variantId: string
  devices: DevicePlan[]
  outsider: { token: string }
}

/** How far the devices are. */
export interface Settled {
  settled: boolean
  /** another one when anything moved */
  print: string
}

/** What the devices hold, without what their own files say. */
export interface Told {
  devices: Omit<DeviceHistory, 'acks' | 'deeds'>[]
  leaked: string[]
}

const plan = JSON.parse(process.env['DEVICES'] ?? '') as DevicesPlan
const faults = createWriteStream(join(plan.folder, 'device-faults.log'), { flags: 'a' })
const calm = new AbortController()
const random = seededRandom(plan.seed)
const devices = plan.devices.map(
  (device) =>
    new Device({
      plan: device,
      folder: plan.folder,
      socketUrl: plan.socketUrl,
      random: seededRandom(random.below(2 ** 31)),
      life: plan.life,
      fault: (cause) => faults.write(`${JSON.stringify({ fault: `${device.name}: ${inspect(cause)}` })}\n`),
    }),
)
const outsider = listenOutside(plan.socketUrl, plan.outsider.token)

const minute = 60_000
const firstMoment = Math.ceil(Date.now() / minute) * minute + 48 * 60 * minute
/** Orders of one life begin within ten days, those of the next in the ten days after. */
let moments = plan.life * 10 * 24 * 60
const scene: Scene = { variantId: plan.variantId, nextMoment: () => firstMoment + moments++ * minute, joinLinks: [], orders: [] }

process.on('message', (asked) => {
  if (asked === 'settle') {
    calm.abort()
    for (const device of devices) device.settle()
    const print = devices.map((device) => device.print).join('\n')
    process.send?.({ settled: devices.every((device) => device.isSettled), print } satisfies Settled)
  } else {
    // By a file: what twenty devices hold is more than a message between processes bears.
    const told: Told = { devices: devices.map((device) => device.tell()), leaked: outsider.leaked }
    writeFileSync(join(plan.folder, 'told.json'), JSON.stringify(told))
    process.send?.('told')
  }
})
process.on('disconnect', () => process.exit())
await Promise.all(devices.map((device) => device.live((one) => act(one, scene), calm.signal)))
