import { seededRandom } from '@bobber/testkit/random'
import type { Server } from '../kit/server.ts'

/** The moments of the story at which the server may be killed; each is a command under way. */
export const moments = [
  'order.place',
  'feeSheet.confirm',
  'payment.simulate',
  'rental.checkOut',
  'message.up',
  'message.down',
  'rental.checkIn',
  'rental.inspect',
  'settlement.confirm',
] as const
export type Moment = (typeof moments)[number]

const kills = 6
/** From a command's beginning to some time after its answer. */
const withinMs = 150

export interface Kills {
  /** Does `act`; when this moment was drawn, kills the server (-9) somewhere in the middle of it, does `down`, and starts it again. */
  around(moment: Moment, act: () => Promise<void>, down?: () => Promise<void>): Promise<void>
  /** moments at which it was killed so far */
  readonly done: readonly Moment[]
}

/** Draws six of the moments, and for each how long after its beginning the kill comes. */
export function drawKills(seed: number, server: Server): Kills {
  const random = seededRandom(seed)
  const left = [...moments]
  const drawn = new Map<Moment, number>()
  while (drawn.size < kills) {
    const [moment] = left.splice(random.below(left.length), 1)
    if (moment !== undefined) drawn.set(moment, random.below(withinMs))
  }
  const done: Moment[] = []
  return {
    done,
    async around(moment, act, down) {
      const delay = drawn.get(moment)
      if (delay === undefined) return act()
      const killed = new Promise((resolve) => setTimeout(resolve, delay)).then(() => server.kill())
      await Promise.all([act(), killed])
      done.push(moment)
      await down?.()
      await server.start()
      return undefined
    },
  }
}
