import type { CalendarDate, Weekday } from '@bobber/protocol'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** What a clock on the wall of the location shows. `day` counts days since 1970-01-01. */
export interface WallTime {
  readonly day: number
  readonly minute: number
}

// A formatter costs ~50 µs to make and answers in ~1 µs; there are as many as a shop has zones.
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

/** How far the zone's wall clock is ahead of UTC at `instant` (epoch ms), in ms. @throws RangeError for an unknown zone. */
function offsetAt(instant: number, zone: string): number {
  const parts: Record<string, number> = {}
  for (const part of formatterFor(zone).formatToParts(instant)) parts[part.type] = Number(part.value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  const wall = dayOf(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * 1000
  return wall - Math.floor(instant / 1000) * 1000
}

/** What the wall clock of `zone` shows at `instant` (epoch ms). */
export function wallTimeAt(instant: number, zone: string): WallTime {
  const wall = instant + offsetAt(instant, zone)
  const day = Math.floor(wall / DAY)
  return { day, minute: Math.floor((wall - day * DAY) / MINUTE) }
}

/**
 * The instant (epoch ms) at which `zone` shows `day` and `minute`. A wall time that a clock change skips
 * gives the first instant after the gap; one that comes twice gives the first.
 */
export function instantOf(day: number, minute: number, zone: string): number {
  const wall = day * DAY + minute * MINUTE
  const before = wall - offsetAt(wall - DAY, zone)
  const after = wall - offsetAt(wall + DAY, zone)
  const reads = (instant: number): boolean => instant + offsetAt(instant, zone) === wall
  if (reads(before)) return before
  return reads(after) ? after : endOfGap(Math.min(before, after), Math.max(before, after), zone)
}

/** Whole minutes are enough: no zone has ever changed its clock within a minute since 1972. */
function endOfGap(low: number, high: number, zone: string): number {
  const offset = offsetAt(low, zone)
  let from = Math.floor(low / MINUTE)
  let until = Math.ceil(high / MINUTE)
  while (until - from > 1) {
    const middle = Math.floor((from + until) / 2)
    if (offsetAt(middle * MINUTE, zone) === offset) from = middle
    else until = middle
  }
  return until * MINUTE
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 1
}

/**
 * Days since 1970-01-01 of a Gregorian date; Howard Hinnant's `days_from_civil`
 * (howardhinnant.github.io/date_algorithms.html).
 */
export function dayOf(year: number, month: number, dayOfMonth: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The inverse of `dayOf`, as `2026-11-27`; `civil_from_days` of the same source. */
export function dateOf(day: number): CalendarDate {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** @throws RangeError when `date` isn't a date of the calendar; 2026-02-30 isn't. */
export function dayOfDate(date: CalendarDate): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const day = match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : Number.NaN
  if (!match || dateOf(day) !== date) throw new RangeError(`not a calendar date: ${date}`)
  return day
}
