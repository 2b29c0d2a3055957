import { seededRandom } from '../random.ts'
import { judge } from './oracle.ts'
import { furnish } from './deeds.ts'
import { perform, plan, type Step } from './steps.ts'
import { type Tampering, type Violation, World } from './world.ts'

export interface Run {
  seed: number
  steps: Step[]
  violations: Violation[]
  /** what was done, for whoever wonders whether a quiet run did anything */
  did: { entries: number; acks: number; restored: boolean }
}

/** Steps per run: enough for several faults to fall into each other, short enough for thousands of seeds. */
export const stepsPerRun = 60

/** One history from its seed, or a given part of one, brought to rest and judged. */
export async function run(seed: number, tampering: Tampering = {}, steps: Step[] = plan(seed, stepsPerRun)): Promise<Run> {
  const world = new World(seed, tampering)
  await furnish(world)
  const beginning = seededRandom(seed + 1)
  for (let nth = 0; nth < 150; nth++) await world.happen(beginning)
  for (const [nth, step] of steps.entries()) await perform(world, step, nth)
  const rested = await settle(world)
  const violations = [...world.violations, ...judge(world)]
  if (!rested) violations.push({ rule: 'S6', what: 'it never came to rest' })
  for (const device of world.devices) await dispose(device)
  const entries = [...world.log.shop.conversations.values()].reduce((sum, one) => sum + one.entries.length, 0)
  const acks = world.devices.reduce((sum, device) => sum + device.acks.length, 0)
  return { seed, steps, violations, did: { entries, acks, restored: world.restored } }
}

async function dispose(device: World['devices'][number]): Promise<void> {
  device.wire?.cut()
  await Promise.resolve()
}

/** A cursor is told again after 10 s by a clock that may be slow: a world that changes nothing for longer has come to rest. */
const restMs = 13_000
const longestMs = 300_000

/** All faults end; then time passes until nothing changes any more. */
async function settle(world: World): Promise<boolean> {
  const random = seededRandom(1)
  world.partitioned = false
  world.database.heal()
  for (const device of world.devices) {
    device.stalled = 'nothing'
    device.offline = false
  }
  let before = ''
  let still = 0
  for (let passed = 0; passed < longestMs;) {
    while (await world.happen(random));
    const now = fingerprint(world)
    still = now === before && now !== '' ? still : 0
    if (still >= restMs) return true
    before = now
    const step = still === 0 ? 500 : 2_000
    await world.advance(step)
    passed += step
    still += step
  }
  return false
}

/** Empty while somebody isn't live or has something under way. */
function fingerprint(world: World): string {
  if (world.possible().length > 0 || world.commands.open > 0) return ''
  const parts = [String(world.log.shop.position)]
  for (const device of world.devices) {
    if (device.client.connection() !== 'live' || device.wire?.isOpen !== true) return ''
    for (const view of device.client.conversations())
      parts.push(`${view.lastSeq}/${view.items.length}/${view.unread}/${view.mine?.readSeq}`)
  }
  return parts.join(' ')
}
