import { MINUTE } from '@bobber/domain'
import type { SpanAsked } from './request.ts'
import { freeOf, readTaking, type StockAt } from './taking.ts'

const day = 24 * 60 * MINUTE
/** A window that shows no gap is widened by so much; most are found in the first. */
const wider = 8
/** Beyond this everything is read. */
const farthest = 1000 * day

/** How far claims are read at first: three lengths, where the next gap mostly is; null: goods that are sold never come back. */
export function horizonOf(asked: readonly SpanAsked[]): number | null {
  const ends = asked.map((span) => (span.until === null ? null : span.from + 3 * lengthOf(span)))
  return ends.some((end) => end === null) ? null : Math.max(...ends.map(Number))
}

/** Whether a gap that was found holds, though nothing beyond the horizon was read: it must end before it. */
export function isKnown(freeFrom: number | null, asked: SpanAsked, horizon: number | null): boolean {
  return horizon === null || (freeFrom !== null && freeFrom + lengthOf(asked) <= horizon)
}

/**
 * The first moment from which the quantity is free for the length (ST7), or null: never. Looks ahead in growing windows, because a busy
 * variant has more claims ahead than anybody who is refused should wait for.
 */
export async function nextFree(at: StockAt, asked: SpanAsked): Promise<number | null> {
  for (let ahead = Math.max(day, wider * lengthOf(asked)); ; ahead *= wider) {
    const until = ahead > farthest ? null : asked.from + ahead
    const taking = (await readTaking(at, [asked.variantId], asked.from, { until })).get(asked.variantId)
    const { freeFrom } = freeOf(taking ?? { owned: 0, claims: [] }, asked)
    if (isKnown(freeFrom, asked, until)) return freeFrom
  }
}

function lengthOf({ from, until, bufferMinutes }: SpanAsked): number {
  return (until ?? from) - from + bufferMinutes * MINUTE
}
