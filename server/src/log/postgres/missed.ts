import { entryColumns, conversationColumns, markColumns } from './rows.ts'

/** How many of a conversation's newest entries a viewer gets when he joins it, and per conversation in a snapshot. */
export const newest = 30

/**
 * What a viewer missed, as one statement and so as one snapshot (spec/sync.md S2). $1 shop, $2 person, $3 desk, $4 after.
 *
 * `mine` first, then the changed among them by their head's position: a shop's log is never scanned. Inside a conversation seqs and
 * positions rise together, so the first missed seq is found by walking back from the head over exactly what was missed.
 * Only the desk's own view starts from the head's index, which holds what changed in the shop and nothing else.
 */
export const missedStatement = `
with head as (
  select position from shop_head where shop_id = $1
), mine as materialized (
  select p.conversation_id, p.removed, p.joined_position, p.from_seq, coalesce(p.until_seq, 2147483647) as until_seq
  from participant p where p.shop_id = $1 and p.person_id = $2 and (not p.removed or p.position > $4)
), seen as materialized (
  select m.conversation_id, m.joined_position > $4 as joined, m.from_seq, m.until_seq
  from mine m
  join conversation_head h on h.shop_id = $1 and h.conversation_id = m.conversation_id and h.last_position > $4
  where not m.removed
  union all
  select h.conversation_id, false, 1, 2147483647
  from conversation_head h
  where $3 and h.shop_id = $1 and h.last_position > $4 and h.desk
    and not exists (select from mine m where m.conversation_id = h.conversation_id and not m.removed)
), entries as (
  select e.*
  from seen s
  join conversation_head h on h.shop_id = $1 and h.conversation_id = s.conversation_id
  cross join lateral (
    select case when s.joined then greatest(0, h.last_seq - ${newest})
      else coalesce((
        select b.seq from entry b
        where b.shop_id = $1 and b.conversation_id = s.conversation_id and b.position <= $4
        order by b.seq desc limit 1
      ), 0) end as seq
  ) known
  cross join lateral (
    select ${entryColumns} from entry e
    where e.shop_id = $1 and e.conversation_id = s.conversation_id and e.seq > known.seq and e.seq between s.from_seq and s.until_seq
    order by e.seq
  ) e
), marks as (
  select ${markColumns}
  from seen s
  join conversation_head h on h.shop_id = $1 and h.conversation_id = s.conversation_id
  join participant p on p.shop_id = $1 and p.conversation_id = s.conversation_id
  where (s.joined and not p.removed) or p.position > $4
), conversations as (
  select ${conversationColumns}
  from seen s join conversation c on c.shop_id = $1 and c.conversation_id = s.conversation_id
  where s.joined or c.position > $4
)
select
  (select position from head) as position,
  coalesce((select json_agg(conversation_id) from mine where not removed), '[]') as mine,
  coalesce((
    select json_agg(m.conversation_id) from mine m
    join conversation_head h on h.shop_id = $1 and h.conversation_id = m.conversation_id
    where m.removed and not ($3 and h.desk)
  ), '[]') as "left",
  coalesce((select json_agg(conversation_id) from seen where joined), '[]') as joined,
  (select json_agg(e order by e.position) from entries e) as entries,
  (select json_agg(m order by m.position) from marks m) as marks,
  (select json_agg(c order by c.position) from conversations c) as conversations`
