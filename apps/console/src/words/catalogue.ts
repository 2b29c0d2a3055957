import type { Locale } from '@bobber/protocol'
import { conversationWords } from './conversation.ts'
import { counterWords } from './counter.ts'
import { orderWords } from './order.ts'
import { peopleWords } from './people.ts'
import { shellWords } from './shell.ts'
import { shopWords } from './shop.ts'
import { stockWords } from './stock.ts'

/** Every string of the console, Chinese first: a missing language doesn't compile. */
const catalogue = {
  ...shellWords,
  ...peopleWords,
  ...counterWords,
  ...conversationWords,
  ...orderWords,
  ...stockWords,
  ...shopWords,
}
export type WordKey = keyof typeof catalogue
export type Values = Record<string, string | number>
export type Say = (key: WordKey, values?: Values) => string

/** Words in one language; `{name}` is filled from the values, an unknown one stays visible so that tests find it. */
export function sayIn(locale: Locale): Say {
  const index = locale === 'zh' ? 0 : 1
  return (key, values) =>
    catalogue[key][index].replace(/\{(\w+)\}/g, (whole, name: string) => (values && name in values ? String(values[name]) : whole))
}

/** Whether a code that comes from the server has words here; one of a newer server may not. */
export function isWord(key: string): key is WordKey {
  return key in catalogue
}

export const wordKeys = Object.keys(catalogue)
/** Both languages of a key, for the checks. */
export function bothOf(key: string): readonly [string, string] | undefined {
  return Object.entries(catalogue).find(([name]) => name === key)?.[1]
}
