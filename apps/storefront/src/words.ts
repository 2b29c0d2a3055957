import { DAY, HOUR, MINUTE, wallTimeAt } from '@bobber/domain'
import type { Locale, Worded } from '@bobber/protocol'

/** `¥77.00`, `−¥5.00`; amounts are fen. */
export function money(amount: number): string {
  const sign = amount < 0 ? '−' : ''
  return `${sign}¥${(Math.abs(amount) / 100).toFixed(2)}`
}

/** `¥35`, `¥35.5`: a price in passing, where nothing is added up. */
export function shortMoney(amount: number): string {
  return money(amount).replace(/\.?0+$/, '')
}

const languages: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' }

type Shape = 'moment' | 'day' | 'time' | 'month' | 'weekday'
const shapes: Record<Shape, Intl.DateTimeFormatOptions> = {
  moment: { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric', weekday: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { year: 'numeric', month: 'long' },
  weekday: { weekday: 'narrow' },
}

// A formatter costs ~50 µs to make, and a talk of 200 entries asks for hundreds.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** An instant (epoch ms) as the wall clock of `zone` shows it. */
export function when(instant: number, shape: Shape, zone: string, locale: Locale): string {
  const key = `${shape} ${zone} ${locale}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(languages[locale], { ...shapes[shape], timeZone: zone })
    formatters.set(key, formatter)
  }
  return formatter.format(instant)
}

/** Days since 1970-01-01 on the wall of `zone`. */
export function dayAt(instant: number, zone: string): number {
  return wallTimeAt(instant, zone).day
}

const unitWords: Record<Locale, readonly [day: string, hour: string, minute: string]> = {
  zh: ['天', '小时', '分钟'],
  en: ['day', 'hour', 'minute'],
}

/** A length (ms) in its two largest units: `1 天 23 小时`, `2 hours 5 minutes`. Under a minute is said as one minute. */
export function lengthOf(ms: number, locale: Locale): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE))
  const parts = [Math.floor((minutes * MINUTE) / DAY), Math.floor(((minutes * MINUTE) % DAY) / HOUR), minutes % 60]
  const largest = parts.findIndex((part) => part > 0)
  return parts
    .map((part, index) => ({ part, unit: unitWords[locale][index] ?? '', shown: part > 0 && index <= largest + 1 }))
    .filter(({ shown }) => shown)
    .map(({ part, unit }) => `${part} ${unit}${locale === 'en' && part !== 1 ? 's' : ''}`)
    .join(' ')
}

export function inLocale(words: Worded, locale: Locale): string {
  return words[locale] || words.zh
}

/** Where a picture's file lies; the smallest kept edge that still fills `width` px of the screen at `density`. */
export function pictureAddress(fileId: string, edge: 96 | 360 | 768 | 1440): string {
  return `/files/${encodeURIComponent(fileId)}/${edge}.webp`
}

export function clipAddress(fileId: string): string {
  return `/files/${encodeURIComponent(fileId)}/clip`
}
