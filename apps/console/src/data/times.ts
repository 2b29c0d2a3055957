import { DAY, dateOf, HOUR, instantOf, MINUTE, wallTimeAt, weekdayOf } from '@bobber/domain'
import type { Locale } from '@bobber/protocol'
import { useMemo } from 'react'
import type { Say } from '../words/catalogue.ts'
import { usePlace } from './me.tsx'
import { useSettings } from './settings.tsx'

/** Times as the shop's wall shows them, whatever zone the device is in. */
export interface Times {
  /** 11月27日周五 18:00 */
  full(at: number): string
  /** 18:00 today, else with the date */
  short(at: number, now: number): string
  /** 18:00 */
  clock(at: number): string
  /** 27日 / Fri 27 */
  day(at: number): string
}

export function timesIn(zone: string, locale: Locale): Times {
  const language = locale === 'zh' ? 'zh-CN' : 'en-GB'
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: 'h23', ...options })
  const full = make({ month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const clock = make({ hour: '2-digit', minute: '2-digit' })
  const day = make({ day: 'numeric', month: 'numeric', weekday: 'short' })
  const sameDay = (a: number, b: number) => wallTimeAt(a, zone).day === wallTimeAt(b, zone).day
  return {
    full: (at) => full.format(at),
    short: (at, now) => (sameDay(at, now) ? clock.format(at) : full.format(at)),
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
  }
}

export function useTimes(): Times {
  const { shop } = usePlace()
  const { settings } = useSettings()
  return useMemo(() => timesIn(shop.zone, settings.locale), [shop.zone, settings.locale])
}

/** A length in words, as coarse as it is long: minutes, hours and minutes, days and hours. Never negative. */
export function lengthWords(ms: number, say: Say): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE))
  const h = Math.floor(minutes / 60)
  if (h === 0) return say('time.minutes', { n: minutes })
  if (h < 24) return minutes % 60 === 0 ? say('time.hours', { n: h }) : say('time.hoursMinutes', { h, m: minutes % 60 })
  return say('time.days', { d: Math.floor(h / 24), h: h % 24 })
}

export interface Span {
  from: number
  until: number
}
export type SpanChoice = 'todayTomorrow' | 'weekend' | 'threeDays' | 'week'

/**
 * The spans a clerk picks with one tap. A collection is the next full half hour from now (a walk-in), the weekend's is
 * Friday 18:00; on Friday evening and later it means the one that is under way, until Sunday 18:00.
 */
export function spanOf(choice: SpanChoice, now: number, zone: string): Span {
  const half = 30 * MINUTE
  const soon = Math.ceil(now / half) * half
  if (choice === 'todayTomorrow') return { from: soon, until: soon + DAY }
  if (choice === 'threeDays') return { from: soon, until: soon + 3 * DAY }
  if (choice === 'week') return { from: soon, until: soon + 7 * DAY }
  const { day } = wallTimeAt(now, zone)
  const sunday = day + (7 - weekdayOf(day))
  const evening = 18 * 60
  const until = instantOf(sunday, evening, zone)
  if (until - soon <= HOUR) return { from: instantOf(sunday + 5, evening, zone), until: instantOf(sunday + 7, evening, zone) }
  return { from: Math.max(soon, instantOf(sunday - 2, evening, zone)), until }
}

/** `2026-11-27` and minutes after midnight of an instant, and back. */
export function dateAndMinute(at: number, zone: string): { date: string; minute: number } {
  const wall = wallTimeAt(at, zone)
  return { date: dateOf(wall.day), minute: wall.minute }
}
