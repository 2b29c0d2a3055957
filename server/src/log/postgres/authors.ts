import { bit } from '@bobber/protocol'
import type { Batch, StoredEntry } from '../store.ts'
import { markColumns } from './rows.ts'

/**
 * An entry tells its author's cursor by itself (`jumped`), but not to those who may not see it, and not who he is to those who don't know
 * him yet: desk staff take part by writing. Then his mark goes along. Own numbers begin at 1: whoever has more is known.
 */
export function tellsTooLittle(entry: StoredEntry): boolean {
  return entry.authorId !== null && (entry.own <= 1 || (entry.jumped && (entry.audience & bit.customer) === 0))
}

/** The authors whose marks a batch must bring along, once each. */
export function untoldAuthors(batch: Batch): { conversations: string[]; persons: string[] } {
  const pairs = new Map(batch.entries.filter(tellsTooLittle).map((entry) => [`${entry.conversationId}/${entry.authorId}`, entry] as const))
  const entries = [...pairs.values()]
  return { conversations: entries.map((entry) => entry.conversationId), persons: entries.map((entry) => entry.authorId ?? '') }
}

/** Marks as the batch left them; what changed again since comes with its own batch. $1 shop, $2 conversations, $3 persons, $4 up to. */
export const authorsStatement = `
select ${markColumns}
from unnest($2::uuid[], $3::uuid[]) as t(conversation_id, person_id)
join conversation_head h on h.shop_id = $1 and h.conversation_id = t.conversation_id
join participant p on p.shop_id = $1 and p.conversation_id = t.conversation_id and p.person_id = t.person_id and p.position <= $4
order by p.position`
