import { HOUR, instantOf, wallTimeAt, weekdayOf } from '@bobber/domain'

/**
 * What somebody picks: days on the location's wall (days since 1970-01-01) and full hours. `untilDay` is null
 * between the first and the second tap.
 */
export interface Picked {
  readonly fromDay: number
  readonly fromHour: number
  readonly untilDay: number | null
  readonly untilHour: number
}

const usualHour = 18
const saturday = 6
const friday = 5

/** From this evening (tomorrow's, when this one is nearly here) for one day: the usual hand-over is after work. */
export function firstPick(now: number, zone: string): Picked {
  const { day, minute } = wallTimeAt(now, zone)
  const fromDay = minute < (usualHour - 1) * 60 ? day : day + 1
  return { fromDay, fromHour: usualHour, untilDay: fromDay + 1, untilHour: usualHour }
}

/** A tap on a day: it begins a span, or ends the one that has begun; an earlier day begins anew. */
export function tapDay(picked: Picked, day: number): Picked {
  if (picked.untilDay !== null || day < picked.fromDay) return { ...picked, fromDay: day, untilDay: null }
  return { ...picked, untilDay: day }
}

export function forDays(picked: Picked, days: number): Picked {
  return { ...picked, untilDay: picked.fromDay + days, untilHour: picked.fromHour }
}

/** Friday evening to Sunday evening; of the next week once this Friday evening is over. */
export function weekend(now: number, zone: string): Picked {
  const { day, minute } = wallTimeAt(now, zone)
  const ahead = (friday - weekdayOf(day) + 7) % 7
  const thisFriday = day + ahead
  const over = ahead === 0 && minute >= usualHour * 60
  const fromDay = over ? thisFriday + 7 : thisFriday
  return { fromDay, fromHour: usualHour, untilDay: fromDay + 2, untilHour: usualHour }
}

/** Whether a kept pick lies behind: its collection's day is over. */
export function isPast({ fromDay }: Picked, now: number, zone: string): boolean {
  return fromDay < wallTimeAt(now, zone).day
}

/** The instants (epoch ms) of a whole pick; null between the two taps. */
export function spanOf(picked: Picked, zone: string): { from: number; until: number } | null {
  if (picked.untilDay === null) return null
  return {
    from: instantOf(picked.fromDay, picked.fromHour * 60, zone),
    until: instantOf(picked.untilDay, picked.untilHour * 60, zone),
  }
}

/** The same length from `from` on, rounded up to the full hour: what "free from then" takes over. */
export function movedTo(picked: Picked, from: number, zone: string): Picked {
  const { day, minute } = wallTimeAt(Math.ceil(from / HOUR) * HOUR, zone)
  const days = (picked.untilDay ?? picked.fromDay + 1) - picked.fromDay
  const hour = Math.floor(minute / 60)
  return { fromDay: day, fromHour: hour, untilDay: day + days, untilHour: days === 0 ? Math.min(23, hour + 1) : picked.untilHour }
}

/** The Monday of the week `day` lies in. */
export function mondayOf(day: number): number {
  return day - (weekdayOf(day) - 1)
}

/** `count` weeks from the Monday `first` on. A calendar by months would spend its rows on days that are over. */
export function weeksFrom(first: number, count: number): number[][] {
  return Array.from({ length: count }, (_week, week) => Array.from({ length: 7 }, (_day, day) => first + week * 7 + day))
}

export function isWeekend(day: number): boolean {
  return weekdayOf(day) >= saturday
}
