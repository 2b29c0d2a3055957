import { dateOf, wallTimeAt } from '@bobber/domain'
import type { Locale, Refusal } from '@bobber/protocol'

/** `notEnough` with its moment as the shop's wall clock shows it; `freeFromAt` keeps the instant (epoch ms) for pages. */
export function inShopTime(refusal: Refusal, zone: string, locale: Locale): Refusal {
  const at = refusal.values?.['freeFrom']
  if (refusal.code !== 'notEnough' || typeof at !== 'number') return refusal
  return { ...refusal, values: { ...refusal.values, freeFrom: momentText(at, zone, locale), freeFromAt: at } }
}

/** `11月29日 18:30`, `29 Nov 18:30`. */
export function momentText(at: number, zone: string, locale: Locale): string {
  const { day, minute } = wallTimeAt(at, zone)
  const [, month = '', date = ''] = dateOf(day).split('-')
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  return locale === 'zh' ? `${Number(month)}月${Number(date)}日 ${time}` : `${Number(date)} ${months[Number(month) - 1]} ${time}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
