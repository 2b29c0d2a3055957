import { type Random, seededRandom } from '../random.ts'
import { questions, troubles } from './database.ts'
import { addFact, at, comeOrGo, flood, older, openTalk, read, recall, retry, send } from './deeds.ts'
import { type World, turn } from './world.ts'

/** One thing that somebody does or that goes wrong. `a` and `b` pick who, where and how much, modulo what there is. */
export interface Step {
  do: StepName
  a: number
  b: number
}

/** How often each comes, in relation. Without `pump` nothing moves. */
const weights = {
  pump: 40,
  advance: 16,
  send: 20,
  read: 9,
  fact: 4,
  recall: 1,
  older: 2,
  retry: 1,
  open: 1,
  join: 2,
  leave: 1,
  restartApp: 3,
  wake: 2,
  cut: 5,
  goDead: 2,
  offline: 2,
  stall: 2,
  meddle: 4,
  setClock: 1,
  restartNode: 2,
  trouble: 5,
  databaseDown: 0.5,
  partition: 2,
  backUp: 1,
  restore: 0.3,
  // Only in the histories of a long absence.
  flood: 0,
} as const
const meddlings = ['loseOne', 'loseFrom', 'repeatOne'] as const
export type StepName = keyof typeof weights

/** One history in so many has a device that is away while more is written than a connection may hold at once (S8). */
const absenceEvery = 250

export function plan(seed: number, length: number): Step[] {
  const random = seededRandom(seed)
  const names = Object.keys(weights) as StepName[]
  const total = names.reduce((sum, name) => sum + weights[name], 0)
  const step = (name: StepName, a = random.below(2 ** 31)): Step => ({ do: name, a, b: random.below(2 ** 31) })
  const steps = Array.from({ length }, () => {
    let place = random.next() * total
    return step(names.find((one) => (place -= weights[one]) < 0) ?? 'pump')
  })
  if (seed % absenceEvery !== 0) return steps
  const away = random.below(2 ** 31)
  const from = random.below(length)
  steps.splice(from, 0, step('offline', away), step('flood', 1 + random.below(2 ** 30) * 7))
  steps.splice(from + 2 + random.below(length - from), 0, step('offline', away))
  return steps
}

/** Carries out one step. A step that makes no sense now does nothing, so that any subset of a plan is a plan. */
export async function perform(world: World, { do: name, a, b }: Step, nth: number): Promise<void> {
  const device = at(world.devices, a)
  const node = at(world.nodes, a)
  if (device === undefined || node === undefined) return
  switch (name) {
    case 'pump':
      return pump(world, seededRandom(b), 1 + (a % 24))
    case 'advance':
      return world.advance(a % 5 === 0 ? b % 30_000 : b % 1_500)
    case 'send':
      return send(device, b, nth)
    case 'flood':
      return flood(world, device, b, nth)
    case 'read':
      return read(device, b)
    case 'older':
      return older(device, b)
    case 'retry':
      return retry(device, b)
    case 'fact':
      return world.command(addFact(world, device, a, b, nth))
    case 'recall':
      return world.command(recall(world, b))
    case 'open':
      return world.command(openTalk(world, a))
    case 'join':
    case 'leave':
      return world.command(comeOrGo(world, name, a, b))
    case 'restartApp':
      device.restart()
      return turn()
    case 'wake':
      device.client.wake()
      return turn()
    case 'cut':
      device.wire?.cut()
      return turn()
    case 'goDead':
      device.wire?.goDead()
      return
    case 'offline':
      device.goOffline(!device.offline)
      return turn()
    case 'stall':
      device.stalled = device.stalled === 'nothing' ? (b % 2 === 0 ? 'down' : 'both') : 'nothing'
      return
    case 'meddle':
      device.wire?.[at(meddlings, a >> 3) ?? 'repeatOne'](b % 2 === 0 ? 'up' : 'down', b >> 1)
      return
    case 'setClock':
      return (b % 4 === 0 ? node : device).clock.set(seededRandom(b))
    case 'restartNode':
      node.restart()
      return turn()
    case 'trouble':
      return world.database.trouble(at(questions, a) ?? 'write', at(troubles, b) ?? 'lostAfter')
    case 'databaseDown':
      world.database.down = !world.database.down
      if (world.database.down) world.database.breakConnections()
      return
    case 'partition':
      world.partitioned = !world.partitioned
      return
    case 'backUp':
      return world.backUp()
    case 'restore':
      world.restore()
      return turn()
  }
}

async function pump(world: World, random: Random, times: number): Promise<void> {
  for (let time = 0; time < times; time++) if (!(await world.happen(random))) return
}
