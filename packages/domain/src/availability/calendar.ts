import type { CalendarDate } from '@bobber/protocol'
import { dateOf, dayOfDate, instantOf } from '../calendar/zone.ts'
import { stepsOf, type Claim } from './peak.ts'

export interface CalendarAsked {
  readonly owned: number
  readonly claims: readonly Claim[]
  readonly firstDay: CalendarDate
  readonly days: number
  readonly zone: string
}

export interface CalendarDay {
  readonly date: CalendarDate
  /** Free at the day's worst moment; negative when more are promised than there are. */
  readonly free: number
  /** Free at the day's best moment: above `free` the day is partly taken. */
  readonly best: number
}

/** What is free on each date of the location, midnight to midnight there (ST8). One sweep: O(n log n + days). */
export function availabilityCalendar({ owned, claims, firstDay, days, zone }: CalendarAsked): CalendarDay[] {
  const steps = stepsOf(claims)
  const first = dayOfDate(firstDay)
  const calendar: CalendarDay[] = []
  let next = 0
  let taken = 0
  for (let day = first; day < first + days; day += 1) {
    const begins = instantOf(day, 0, zone)
    const ends = instantOf(day + 1, 0, zone)
    for (let step = steps[next]; step && step.at <= begins; step = steps[next]) {
      taken = step.taken
      next += 1
    }
    let most = taken
    let least = taken
    for (let step = steps[next]; step && step.at < ends; step = steps[next]) {
      taken = step.taken
      most = Math.max(most, taken)
      least = Math.min(least, taken)
      next += 1
    }
    calendar.push({ date: dateOf(day), free: owned - most, best: owned - least })
  }
  return calendar
}
