import { conversationColumns, entryColumns, joinConversation, joinHead, joinPeople, markColumns } from './rows.ts'

/** A shop's log after a position, as one statement: what a feed heals with (spec/sync.md S4). $1 shop, $2 after. */
export const stretchStatement = `
with changed as materialized (
  select h.conversation_id, h.desk, h.visible from conversation_head h where h.shop_id = $1 and h.last_position > $2 order by h.last_position
), entries as (
  select ${entryColumns} from (
    select * from entry e where e.shop_id = $1 and e.position > $2 order by e.position
  ) e ${joinHead('e.conversation_id')}
), marks as (
  select ${markColumns} from changed h ${joinPeople('h.conversation_id')} where p.position > $2
), conversations as (
  select ${conversationColumns} from changed h ${joinConversation('h.conversation_id')} where c.position > $2
)
select
  (select position from shop_head where shop_id = $1) as position,
  (select json_agg(e order by e.position) from entries e) as entries,
  (select json_agg(m order by m.position) from marks m) as marks,
  (select json_agg(c order by c.position) from conversations c) as conversations`
