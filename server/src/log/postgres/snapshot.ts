import { newestOf } from './newest.ts'
import { conversationColumns, entryColumnsFrom, joinConversation, joinHead, joinPeople, markColumns } from './rows.ts'

const newest = newestOf({
  conversation: 'n.conversation_id',
  where: 'e.seq >= n.from_seq',
  class: '$4::int',
  entries: '$10::int',
  bytes: '$11::int',
})

/**
 * One page of what a viewer sees, newest conversation first (spec/sync.md S3), as one statement. $1 shop, $2 person, $3 desk,
 * $4 class (1-based), $5 and $6 the last row of the page before (a position above all, and any id, for the first), $7 the position that
 * page was read at (above all, for the first itself): what moved up since then may be on no page, so this one brings it along.
 * $8 conversations at most, $9 bytes; $10 and $11 entries and bytes of each conversation.
 */
export const snapshotStatement = `
with mine as materialized (
  select p.conversation_id, p.from_seq from participant p where p.shop_id = $1 and p.person_id = $2 and not p.removed
), next as materialized (
  select u.*, true as paged from (
    (select h.conversation_id, h.last_position from conversation_head h
      where $3 and h.shop_id = $1 and h.desk and (h.last_position, h.conversation_id) < ($5::bigint, $6::uuid)
      order by h.last_position desc, h.conversation_id desc limit $8::int)
    union
    (select h.conversation_id, h.last_position from mine m ${joinHead('m.conversation_id')}
      where (h.last_position, h.conversation_id) < ($5::bigint, $6::uuid)
      order by h.last_position desc, h.conversation_id desc limit $8::int)
  ) u order by last_position desc, conversation_id desc limit $8::int
), near as materialized (
  select n.*, coalesce(m.from_seq, 1) as from_seq from (
    select * from next
    union all
    select h.conversation_id, h.last_position, false
    from (select * from conversation_head h where h.shop_id = $1 and h.last_position > $7 order by h.last_position) h
    where (($3 and h.desk) or exists (select from mine m where m.conversation_id = h.conversation_id))
      and not exists (select from next n where n.conversation_id = h.conversation_id)
  ) n
  left join mine m on m.conversation_id = n.conversation_id
), weighed as materialized (
  select n.*, sum(w.bytes) over (order by n.paged desc, n.last_position desc, n.conversation_id desc) - w.bytes as newer
  from near n
  cross join lateral (
    select (select coalesce(sum(e.bytes), 0) from (${newest}) e)
      + 300 * (
        select count(*) from (select from participant p where p.shop_id = $1 and p.conversation_id = n.conversation_id offset 0) p
      ) as bytes
  ) w
), heads as materialized (
  select w.* from weighed w where not w.paged or w.newer < $9::int
), entries as (
  select e.* from heads n ${joinHead('n.conversation_id')}
  cross join lateral (select ${entryColumnsFrom('n.from_seq')} from (${newest}) e) e
), marks as (
  select ${markColumns} from heads n ${joinHead('n.conversation_id')} ${joinPeople('n.conversation_id')}
  where not p.removed and p.shown[$4::int] >= 0
), conversations as (
  select ${conversationColumns} from heads n ${joinConversation('n.conversation_id')}
), last as (
  select h.conversation_id, n.last_position, case when h.visible[$4::int] < n.from_seq then 0 else h.visible[$4::int] end as last_seq,
    h.counts[$4::int] as count,
    case when h.visible[$4::int] = h.last_seq then h.last_hash
      else coalesce((select e.hash from entry e
        where e.shop_id = $1 and e.conversation_id = h.conversation_id and e.seq = h.visible[$4::int]), h.last_hash) end as last_hash
  from heads n ${joinHead('n.conversation_id')}
)
select
  (select position from shop_head where shop_id = $1) as position,
  coalesce((select json_agg(conversation_id) from mine), '[]') as mine,
  (select json_agg(conversation_id order by last_position desc, conversation_id desc) from heads where paged) as page,
  (select count(*) = $8::int or count(*) > (select count(*) from heads where paged) from next) as more,
  (select json_agg(l order by l.last_position desc, l.conversation_id desc) from last l) as heads,
  (select json_agg(e order by e.position) from entries e) as entries,
  (select json_agg(m order by m.position) from marks m) as marks,
  (select json_agg(c) from conversations c) as conversations`

export interface HeadJson {
  conversation_id: string
  last_position: number
  last_seq: number
  count: number
  last_hash: string
}
