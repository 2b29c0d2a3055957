import { entryColumns } from './rows.ts'

/** Entries on demand. $1 shop, $2 person, $3 desk, $4 class (1-based), $5 conversation, $6 from, $7 to (both included). */
export const historyStatement = `
select ${entryColumns}
from conversation_head h
left join participant p on p.shop_id = $1 and p.conversation_id = h.conversation_id and p.person_id = $2 and not p.removed
join entry e on e.shop_id = $1 and e.conversation_id = h.conversation_id and e.seq between $6 and $7
  and e.audience & (1 << ($4 - 1)) <> 0
  and e.seq between coalesce(p.from_seq, 1) and coalesce(p.until_seq, 2147483647)
where h.shop_id = $1 and h.conversation_id = $5 and (p.person_id is not null or ($3 and h.desk))
order by e.seq desc limit 200`

/** Whether a viewer may look into a conversation at all. $1 shop, $2 person, $3 desk, $4 conversation. */
export const maySeeStatement = `
select 1 from conversation_head h
left join participant p on p.shop_id = $1 and p.conversation_id = h.conversation_id and p.person_id = $2 and not p.removed
where h.shop_id = $1 and h.conversation_id = $4 and (p.person_id is not null or ($3 and h.desk))`
