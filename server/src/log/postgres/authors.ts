import type { StoredEntry } from '../store.ts'
import { arrayOf } from './array.ts'
import { joinHead, markColumns } from './rows.ts'

/**
 * An entry tells its author's cursor by itself (`jumped`), but not to those who may not see it, and not who he is to those who don't know
 * him yet: desk staff take part by writing. Then his mark goes along: once for each author, as $2 and $3.
 */
export function authorsOf(untold: readonly StoredEntry[]): [conversations: string, persons: string] {
  const pairs = new Map(untold.map((entry) => [`${entry.conversationId}/${entry.authorId}`, entry] as const))
  const entries = [...pairs.values()]
  return [arrayOf(entries.map((entry) => entry.conversationId)), arrayOf(entries.map((entry) => entry.authorId))]
}

/**
 * Marks as they are now: a later change may be one that not everybody is told, and then this is the last word of the earlier. $1 shop,
 * $2 conversations, $3 persons.
 */
export const authorsStatement = `
select ${markColumns}
from unnest($2::uuid[], $3::uuid[]) as t(conversation_id, person_id)
${joinHead('t.conversation_id')}
cross join lateral (
  select * from participant p where p.shop_id = $1 and p.conversation_id = t.conversation_id and p.person_id = t.person_id offset 0
) p
order by p.position`
