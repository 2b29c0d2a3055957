import { availabilityCalendar, DAY, dateOf, instantOf, wallTimeAt } from '@bobber/domain'
import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { plansOf } from '../../catalogue/index.ts'
import { shopRules } from '../../shops/index.ts'
import { freeOf, readTaking } from '../claims/taking.ts'

const mostDays = 400

/**
 * What is free on each date of the location that the span touches, and through the whole span (ST8). Refusals: `notFound`, `spanInvalid`,
 * `malformed` beyond 400 days.
 */
export const calendarGet: Handler<'calendar.get'> = async (deps, { shopId }, { variantId, from, until, exceptOrderId }) => {
  if (until <= from) return refuse('spanInvalid')
  if (until - from > mostDays * DAY) return refuse('malformed', { detail: 'until' })
  const { db } = deps
  const at = { db, shopId, now: deps.clock.now() }
  const [{ zone }, plans] = await Promise.all([shopRules(db, shopId), plansOf(db, shopId, [variantId])])
  const first = wallTimeAt(from, zone).day
  const last = wallTimeAt(until - 1, zone).day
  const taking = (await readTaking(at, [variantId], instantOf(first, 0, zone), { exceptOrderId })).get(variantId)
  if (!taking) return refuse('notFound')
  const days = availabilityCalendar({ ...taking, firstDay: dateOf(first), days: last - first + 1, zone })
  const bufferMinutes = plans.get(variantId)?.bufferMinutes ?? 0
  return {
    days: days.map(({ date, free }) => ({ date, free: Math.max(0, free) })),
    ...freeOf(taking, { variantId, quantity: 1, from, until, bufferMinutes }),
  }
}
