import type { Locale } from '@bobber/protocol'
import { zh } from './zh.ts'

export type Strings = typeof zh

/** Chinese is there at once; who reads English loads English, and nobody loads both. */
export async function loadStrings(locale: Locale): Promise<Strings> {
  return locale === 'zh' ? zh : (await import('./en.ts')).en
}

/** What a page says that couldn't load anything else. */
export const firstStrings: Strings = zh
