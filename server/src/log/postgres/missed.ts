import { rowBytes } from '../store.ts'
import { newestOf } from './newest.ts'
import { conversationColumns, entryBytes, entryColumnsFrom, joinConversation, joinHead, joinPeople, markColumns } from './rows.ts'

const newest = newestOf({
  conversation: 'k.conversation_id',
  where: 'e.seq >= k.from_seq and e.position <= (select position from cut)',
  class: 'v.class',
  entries: '$8::int',
  bytes: '$9::int',
})

/**
 * What viewers of a shop missed, as one statement and so as one snapshot (spec/sync.md S2): after a restart everybody asks at once, and to
 * start so large a statement takes PostgreSQL as long as to answer it for one. $1 shop; of each viewer $2 person, $3 desk, $4 after, $5 class
 * (1-based); $6 bytes, $7 entries at most, $8 and $9 entries and bytes of a conversation that he joined.
 *
 * `mine` first, then the changed among them by their head's position: a shop's log is never scanned. Inside a conversation seqs and
 * positions rise together, so the first missed seq is found by walking back from the head over exactly what was missed, and no further
 * than $7. Only the desk's own view starts from the head's index, which holds what changed in the shop and nothing else.
 *
 * What doesn't fit into one answer is cut off at a position, whatever it is made of: the next answer goes on there. Who joined gets all
 * marks, those of people who left too: he may have been there before, and hold them as they were.
 */
export const missedStatement = `
select v.nth::int, missed.*
from unnest($2::uuid[], $3::boolean[], $4::bigint[], $5::int[]) with ordinality v(person_id, desk, after, class, nth)
cross join lateral (
with head as (
  select position from shop_head where shop_id = $1
), mine as materialized (
  select p.conversation_id, p.removed, p.joined_position, p.from_seq
  from participant p where p.shop_id = $1 and p.person_id = v.person_id and (not p.removed or p.position > v.after)
), seen as materialized (
  select m.conversation_id, m.joined_position > v.after as joined, m.joined_position, m.from_seq
  from mine m ${joinHead('m.conversation_id')}
  where not m.removed and h.last_position > v.after
  union all
  select h.conversation_id, false, 0, 1
  from (select * from conversation_head h where v.desk and h.shop_id = $1 and h.last_position > v.after and h.desk order by h.last_position) h
  where not exists (select from mine m where m.conversation_id = h.conversation_id and not m.removed)
), known as materialized (
  select s.*, h.last_seq,
    case when s.joined then h.last_seq else coalesce((
      select b.seq from entry b
      where b.shop_id = $1 and b.conversation_id = s.conversation_id and b.position <= v.after and b.seq >= h.last_seq - $7
      order by b.seq desc limit 1
    ), greatest(0, h.last_seq - $7 - 1)) end as seq
  from seen s ${joinHead('s.conversation_id')}
), behind as (
  select coalesce(sum(k.last_seq - k.seq), 0) > $7 as too_much from known k
), sized as materialized (
  select e.position, e.bytes
  from known k
  cross join lateral (
    select e.position, ${entryBytes} as bytes from entry e
    where e.shop_id = $1 and e.conversation_id = k.conversation_id and e.seq > k.seq and e.seq >= k.from_seq
      and e.audience & (1 << (v.class - 1)) <> 0
    order by e.seq limit $6::int / ${rowBytes} + 1
  ) e
  where not (select too_much from behind)
  union all
  select k.joined_position, $9::int from known k where k.joined
  union all
  select p.shown[v.class], 300
  from known k ${joinPeople('k.conversation_id')}
  where not k.joined and p.shown[v.class] > v.after
), cut as materialized (
  select case when count(*) filter (where s.total > $6) = 0 then (select position from head)
    else coalesce(max(s.position) filter (where s.total <= $6), min(s.position)) end as position
  from (select position, sum(bytes) over (order by position) as total from sized) s
), told as materialized (
  select k.* from known k where not (select too_much from behind) and (not k.joined or k.joined_position <= (select position from cut))
), entries as (
  select e.* from told k ${joinHead('k.conversation_id')}
  cross join lateral (
    select ${entryColumnsFrom('k.from_seq')} from entry e
    where not k.joined and e.shop_id = $1 and e.conversation_id = k.conversation_id and e.seq > k.seq and e.seq >= k.from_seq
      and e.position <= (select position from cut) and e.audience & (1 << (v.class - 1)) <> 0
    order by e.seq
  ) e
  union all
  select e.* from told k ${joinHead('k.conversation_id')}
  cross join lateral (
    select ${entryColumnsFrom('k.from_seq')} from (${newest}) e order by e.seq
  ) e
  where k.joined
), marks as (
  select ${markColumns} from told k ${joinHead('k.conversation_id')} ${joinPeople('k.conversation_id')}
  where (k.joined and p.shown[v.class] >= 0)
    or (p.shown[v.class] > v.after and p.shown[v.class] <= (select position from cut))
), conversations as (
  select ${conversationColumns}
  from told k ${joinConversation('k.conversation_id')}
  cross join lateral (select case when v.class = 2 then c.position else c.shown end as position) changed
  where k.joined or (changed.position > v.after and changed.position <= (select position from cut))
)
select
  (select position from cut) as position,
  (select position from head) as head,
  (select too_much from behind) as "tooMuch",
  coalesce((select json_agg(conversation_id) from mine where not removed), '[]') as mine,
  coalesce((
    select json_agg(m.conversation_id) from mine m ${joinHead('m.conversation_id')}
    where m.removed and not (v.desk and h.desk)
  ), '[]') as "left",
  coalesce((select json_agg(conversation_id) from told where joined), '[]') as joined,
  (select json_agg(e order by e.position) from entries e) as entries,
  (select json_agg(m order by m.position) from marks m) as marks,
  (select json_agg(c order by c.position) from conversations c) as conversations
) missed`
