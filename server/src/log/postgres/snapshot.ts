import { newest } from './missed.ts'
import { conversationColumns, entryColumns, markColumns } from './rows.ts'

export const pageSize = 50

/**
 * One page of what a viewer sees, newest conversation first (spec/sync.md S3), as one statement. $1 shop, $2 person, $3 desk,
 * $4 class (1-based), $5 and $6 the last row of the page before (a position above all, and any id, for the first), $7 the position the
 * first page was read at (above all, for the first itself): what moved up since then is on no page, so each later page brings it along.
 */
export const snapshotStatement = `
with mine as materialized (
  select p.conversation_id, p.from_seq, coalesce(p.until_seq, 2147483647) as until_seq
  from participant p where p.shop_id = $1 and p.person_id = $2 and not p.removed
), page as materialized (
  select * from (
    (select h.conversation_id, h.last_position from conversation_head h
      where $3 and h.shop_id = $1 and h.desk and (h.last_position, h.conversation_id) < ($5::bigint, $6::uuid)
      order by h.last_position desc, h.conversation_id desc limit ${pageSize})
    union
    (select h.conversation_id, h.last_position from mine m
      join conversation_head h on h.shop_id = $1 and h.conversation_id = m.conversation_id
      where (h.last_position, h.conversation_id) < ($5::bigint, $6::uuid)
      order by h.last_position desc, h.conversation_id desc limit ${pageSize})
  ) u order by last_position desc, conversation_id desc limit ${pageSize}
), heads as materialized (
  select conversation_id, last_position from page
  union
  select h.conversation_id, h.last_position from conversation_head h
  where h.shop_id = $1 and h.last_position > $7
    and (($3 and h.desk) or exists (select from mine m where m.conversation_id = h.conversation_id))
), entries as (
  select e.* from heads n
  left join mine m on m.conversation_id = n.conversation_id
  join conversation_head h on h.shop_id = $1 and h.conversation_id = n.conversation_id
  cross join lateral (
    select ${entryColumns} from entry e
    where e.shop_id = $1 and e.conversation_id = n.conversation_id and e.audience & (1 << ($4 - 1)) <> 0
      and e.seq between coalesce(m.from_seq, 1) and coalesce(m.until_seq, 2147483647)
    order by e.seq desc limit ${newest}
  ) e
), marks as (
  select ${markColumns} from heads n
  join conversation_head h on h.shop_id = $1 and h.conversation_id = n.conversation_id
  join participant p on p.shop_id = $1 and p.conversation_id = n.conversation_id and not p.removed
), conversations as (
  select ${conversationColumns} from heads n join conversation c on c.shop_id = $1 and c.conversation_id = n.conversation_id
), last as (
  select h.conversation_id, n.last_position, h.visible[$4] as last_seq, h.counts[$4] as count,
    case when h.visible[$4] = h.last_seq then h.last_hash
      else coalesce((select e.hash from entry e
        where e.shop_id = $1 and e.conversation_id = h.conversation_id and e.seq = h.visible[$4]), h.last_hash) end as last_hash
  from heads n join conversation_head h on h.shop_id = $1 and h.conversation_id = n.conversation_id
)
select
  (select position from shop_head where shop_id = $1) as position,
  coalesce((select json_agg(conversation_id) from mine), '[]') as mine,
  (select json_agg(conversation_id order by last_position desc, conversation_id desc) from page) as page,
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
