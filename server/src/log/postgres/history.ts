import { entryBytes, entryColumnsFrom } from './rows.ts'

/**
 * Entries on demand, the newest of the range as far as a frame goes. $1 shop, $2 person, $3 desk, $4 class (1-based), $5 conversation,
 * $6 from, $7 to (both included), $8 entries at most, $9 bytes.
 */
export const historyStatement = `
select e.* from conversation_head h
left join participant p on p.shop_id = $1 and p.conversation_id = h.conversation_id and p.person_id = $2 and not p.removed
cross join lateral (
  select ${entryColumnsFrom('coalesce(p.from_seq, 1)')} from (
    select e.*, sum(${entryBytes}) over (order by e.seq desc) - (${entryBytes}) as newer from (
      select * from entry e
      where e.shop_id = $1 and e.conversation_id = h.conversation_id and e.seq between greatest($6, coalesce(p.from_seq, 1)) and $7
        and e.audience & (1 << ($4 - 1)) <> 0
      order by e.seq desc limit $8::int
    ) e
  ) e where e.newer < $9::int
) e
where h.shop_id = $1 and h.conversation_id = $5 and (p.person_id is not null or ($3 and h.desk))
order by e.seq desc`

/** Whether a viewer may look into a conversation at all. $1 shop, $2 person, $3 desk, $4 conversation. */
export const maySeeStatement = `
select 1 from conversation_head h
left join participant p on p.shop_id = $1 and p.conversation_id = h.conversation_id and p.person_id = $2 and not p.removed
where h.shop_id = $1 and h.conversation_id = $4 and (p.person_id is not null or ($3 and h.desk))`
