import type { Locale } from '@bobber/protocol'
import type { zh } from './zh.ts'

export type Strings = typeof zh

/** The words of one language; nobody loads both before changing the language. */
export async function loadStrings(locale: Locale): Promise<Strings> {
  return locale === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en
}
