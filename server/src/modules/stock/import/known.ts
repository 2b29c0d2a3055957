import { peak } from '@bobber/domain'
import { sql } from 'kysely'
import { statesByName, statesBySku, statesOfProducts } from '../../catalogue/index.ts'
import { readTaking, type StockAt } from '../claims/taking.ts'
import { foldCode } from '../units/by-code.ts'
import { readList } from './cells.ts'
import type { KeptImport } from './kept.ts'
import type { Known } from './understand.ts'

/** What the shop holds of all that a table names: six queries at most, whatever its length. */
export async function knownOf(at: StockAt, { table, choices }: KeptImport): Promise<Known> {
  const { db, shopId, now } = at
  const cellsOf = (column: string): string[] => {
    const header = table.headers.find((each) => choices.mapping[each] === column)
    return header === undefined ? [] : table.rows.map(({ cells }) => cells[header] ?? '')
  }
  const states = await statesBySku(db, shopId, cellsOf('sku'))
  const variantIds = [...states.values()].map(({ variantId }) => variantId)
  const takings = await readTaking(at, variantIds, now)
  const named = cellsOf('variant').some((cell) => cell !== '') ? await statesByName(db, shopId, cellsOf('name')) : []
  const productIds = [...states.values(), ...named].map(({ productId }) => productId)
  const codes = cellsOf('unitCodes').flatMap((cell) => readList(cell.replaceAll(/[,，\s]+/g, ';')))
  const { rows } = await sql<{ code: string; variant_id: string }>`
    select k.code, case when u.retired_at is null then u.variant_id::text else '' end as variant_id
    from unit_code k join unit u on u.shop_id = k.shop_id and u.unit_id = k.unit_id
    where k.shop_id = ${shopId} and k.code = any(${codes.map(foldCode)})
  `.execute(db)
  const { rows: uncoded } = await sql<{ variant_id: string; unit_ids: string[] }>`
    select u.variant_id, array_agg(u.unit_id order by u.number) as unit_ids from unit u
    where u.shop_id = ${shopId} and u.variant_id = any(${codes.length > 0 ? variantIds : []}::uuid[]) and u.retired_at is null
      and not exists (select from unit_code k where k.shop_id = u.shop_id and k.unit_id = u.unit_id and not k.label)
    group by u.variant_id
  `.execute(db)
  return {
    states,
    levels: new Map([...takings].map(([variantId, { owned, claims }]) => [variantId, { owned, promised: peak(claims, now, Infinity) }])),
    codes: new Map(rows.map((row) => [row.code, row.variant_id])),
    uncoded: new Map(uncoded.map((row) => [row.variant_id, row.unit_ids])),
    relatives: await statesOfProducts(db, shopId, productIds),
  }
}
