import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Asker, Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { addPicture } from '../add-picture.ts'
import { atMostTwo } from '../at-most-two.ts'

const day = 86_400_000
/** Pictures one person may add in a day: a hand-over takes a few, a careful shop's owner a few hundred. */
const mostADay = { customer: 100, staff: 2000 }

/** A picture for a message, a condition report or a product; it is nobody else's to see until it is published. */
export const fileAdd: Handler<'file.add'> = async (deps, asker, _body, { file }) => {
  if (!file) return refuse('malformed', { detail: 'file' })
  if (await hasHadEnough(deps, asker)) return refuse('tooMany', { seconds: 3600 }, 3_600_000)
  return atMostTwo(() => addPicture(deps, asker.shopId, file, asker.personId))
}

async function hasHadEnough(deps: Deps, asker: Asker): Promise<boolean> {
  const most = asker.class === 'staff' ? mostADay.staff : mostADay.customer
  const { rows } = await sql<{ added: number }>`
    select count(*)::int as added from file
    where shop_id = ${asker.shopId} and added_by = ${asker.personId} and added_at > ${new Date(deps.clock.now() - day)}
  `.execute(deps.db)
  return (rows[0]?.added ?? 0) >= most
}
