import type { CutOff, OpeningDays, PricePlan, Weekday, Worded } from '@bobber/protocol'
import { DAY, HOUR, dateOf, dayOfDate, wallTimeAt, weekdayOf } from '../calendar/zone.ts'

/** A day (or the started hours of one) that rent is asked for, with the factor of the date it begins on. */
export interface BilledDay {
  readonly weekday: Weekday
  readonly factorBp: number
  readonly holiday: Worded | null
  /** Started hours, 1 to 24; 24 is the whole day. */
  readonly hours: number
}

export interface Span {
  readonly from: number
  readonly until: number
  readonly zone: string
  readonly opening: OpeningDays
}

/** The days a rental is billed for, at least one, in order (PR4). */
export function billedDays(plan: PricePlan, span: Span): BilledDay[] {
  return plan.day.kind === '24h' ? days24h(plan, span) : calendarDays(plan, span, plan.day.cutOff)
}

function days24h(plan: PricePlan, { from, until, zone }: Span): BilledDay[] {
  const days: BilledDay[] = []
  for (let start = from; start < until; start += DAY) {
    const hours = Math.min(24, Math.ceil((until - start) / HOUR))
    days.push({ ...factorOn(plan, wallTimeAt(start, zone).day), hours })
  }
  return days
}

function calendarDays(plan: PricePlan, { from, until, zone, opening }: Span, cutOff: CutOff): BilledDay[] {
  const taken = wallTimeAt(from, zone)
  const back = wallTimeAt(until, zone)
  let first = taken.day
  let last = back.minute === 0 ? back.day - 1 : back.day
  if (cutOff.pickUpAfter !== null && taken.minute >= cutOff.pickUpAfter) first += 1
  if (cutOff.returnBefore !== null && back.minute > 0 && back.minute <= cutOff.returnBefore) last -= 1
  const days: BilledDay[] = []
  for (let day = first; day <= last; day += 1) {
    if (plan.day.kind === 'calendar' || isOpen(day, opening)) days.push({ ...factorOn(plan, day), hours: 24 })
  }
  // An evening's loan between two cut-offs, or over a closed day, still costs a day: the one it was taken on.
  return days.length > 0 ? days : [{ ...factorOn(plan, taken.day), hours: 24 }]
}

function isOpen(day: number, opening: OpeningDays): boolean {
  return opening.weekdays.includes(weekdayOf(day)) && !opening.closedOn.includes(dateOf(day))
}

/** A holiday goes before the weekday, the first that fits before later ones. */
function factorOn(plan: PricePlan, day: number): Omit<BilledDay, 'hours'> {
  const weekday = weekdayOf(day)
  const holiday = plan.holidays.find(({ from, through }) => dayOfDate(from) <= day && day <= dayOfDate(through))
  if (holiday) return { weekday, factorBp: holiday.factorBp, holiday: holiday.label }
  const factorBp = plan.weekdayFactors.find(({ days }) => days.includes(weekday))?.factorBp ?? 10_000
  return { weekday, factorBp, holiday: null }
}
