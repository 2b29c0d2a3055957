// The devices of a fault run, in a process of their own: SDK clients that write, read and restart, each with its files.
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@bobber/client'
import { openFileStore } from '@bobber/client/platform/file-store'
import { nodeClient } from '@bobber/client/platform/node'
import type { Entry } from '@bobber/protocol'
import { type Random, seededRandom } from '@bobber/testkit/random'
import type { DeviceHistory } from './history.ts'
import { listenOutside } from './outsider.ts'
import { watch } from './watch.ts'

export interface DevicesPlan {
  folder: string
  /** ws://… of the faulty proxy */
  socketUrl: string
  seed: number
  devices: { name: string; personId: string; token: string; conversations: string[] }[]
  outsider: { token: string }
}

/** What the devices hold, without what their own files say. */
export interface Told {
  devices: Omit<DeviceHistory, 'acks'>[]
  leaked: string[]
}

const plan = JSON.parse(process.env['DEVICES'] ?? '') as DevicesPlan
const faults = createWriteStream(join(plan.folder, 'device-faults.log'), { flags: 'a' })
const calm = new AbortController()

class Device {
  readonly written: DeviceHistory['written'] = []
  readonly seen: string[] = []
  readonly #of: DevicesPlan['devices'][number]
  readonly #random: Random
  #client: Client | null = null
  #says = 0

  constructor(of: DevicesPlan['devices'][number], random: Random) {
    this.#of = of
    this.#random = random
  }

  async live(): Promise<void> {
    await this.#open()
    while (!calm.signal.aborted) {
      await pause(150 + this.#random.below(600))
      await this.#act()
    }
  }

  /** Everything is read and every line proven: from here on it only has to converge. */
  settle(): void {
    this.#client?.wake()
    for (const view of this.#client?.conversations() ?? []) this.#client?.read(view.conversationId, view.lastSeq)
  }

  get isSettled(): boolean {
    const views = this.#client?.conversations() ?? []
    return (
      this.#client?.connection() === 'live' &&
      views.every((view) => view.items.every((item) => item.type !== 'unsent') && (view.mine?.readSeq ?? view.lastSeq) >= view.lastSeq)
    )
  }

  tell(): Omit<DeviceHistory, 'acks'> {
    const views = this.#client?.conversations() ?? []
    return {
      name: this.#of.name,
      personId: this.#of.personId,
      written: this.written,
      seen: this.seen,
      unsent: views.flatMap((view) =>
        view.items.flatMap((item) => (item.type === 'unsent' ? [`${item.unsent.clientId} ${item.unsent.state}`] : [])),
      ),
      conversations: views.map((view) => ({
        conversationId: view.conversationId,
        entries: view.items.flatMap((item) => (item.type === 'entry' ? [pick(item.entry)] : [])),
        holes: view.items.filter((item) => item.type === 'hole').length,
        hasOlder: view.hasOlder,
        participants: view.participants.map(({ personId, receivedSeq, readSeq }) => ({ personId, receivedSeq, readSeq })),
        unread: view.unread,
      })),
    }
  }

  async #open(): Promise<void> {
    const path = join(plan.folder, this.#of.name)
    this.#client = nodeClient({
      url: plan.socketUrl.replace('ws:', 'http:'),
      socketUrl: plan.socketUrl,
      surface: 'storefront',
      store: await openFileStore(`${path}.store`),
      token: this.#of.token,
      ackJournal: `${path}.acks`,
      fault: (cause) => faults.write(`${this.#of.name}: ${String(cause)}\n`),
    })
    watch(this.#client, (what) => this.seen.push(what))
  }

  async #act(): Promise<void> {
    const client = this.#client
    if (!client) return
    const conversationId = this.#random.pick(this.#of.conversations)
    const what = this.#random.below(100)
    if (what < 75) {
      const text = `${this.#of.name} ${++this.#says} ${'说'.repeat(this.#random.below(60))}`
      const clientId = client.send(conversationId, { kind: 'message.text', content: { text } })
      this.written.push({ conversationId, clientId })
    } else if (what < 92) client.read(conversationId, client.conversation(conversationId)?.lastSeq ?? 0)
    else if (what < 97) client.typing(conversationId)
    else {
      await client.close()
      await this.#open()
    }
  }
}

function pick({ seq, hash, entryId }: Entry): Pick<Entry, 'seq' | 'hash' | 'entryId'> {
  return { seq, hash, entryId }
}

const random = seededRandom(plan.seed)
const devices = plan.devices.map((device) => new Device(device, seededRandom(random.below(2 ** 31))))
const outsider = listenOutside(plan.socketUrl, plan.outsider.token)
process.on('message', (asked) => {
  if (asked === 'settle') {
    calm.abort()
    for (const device of devices) device.settle()
    process.send?.({ settled: devices.every((device) => device.isSettled) })
  } else {
    // By a file: what twenty devices hold is more than a message between processes bears.
    const told: Told = { devices: devices.map((device) => device.tell()), leaked: outsider.leaked }
    writeFileSync(join(plan.folder, 'told.json'), JSON.stringify(told))
    process.send?.('told')
  }
})
process.on('disconnect', () => process.exit())
await Promise.all(devices.map((device) => device.live()))
