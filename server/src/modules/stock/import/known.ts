import { peak } from '@bobber/domain'
import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import { statesBySku } from '../../catalogue/index.ts'
import { readTaking } from '../claims/taking.ts'
import { foldCode } from '../units/by-code.ts'
import { readList } from './cells.ts'
import type { KeptImport } from './kept.ts'
import type { Known } from './understand.ts'

/** What the shop holds of all that a table names: three queries, whatever its length. */
export async function knownOf(db: Db, shopId: string, { table, choices }: KeptImport, now: number): Promise<Known> {
  const cellsOf = (column: string): string[] => {
    const header = table.headers.find((each) => choices.mapping[each] === column)
    return header === undefined ? [] : table.rows.map(({ cells }) => cells[header] ?? '')
  }
  const states = await statesBySku(db, shopId, cellsOf('sku'))
  const variantIds = [...states.values()].map(({ variantId }) => variantId)
  const takings = await readTaking(db, shopId, variantIds, now)
  const codes = cellsOf('unitCodes').flatMap((cell) => readList(cell.replaceAll(/[,，\s]+/g, ';')))
  const { rows } = await sql<{ code: string; variant_id: string }>`
    select k.code, u.variant_id from unit_code k join unit u on u.shop_id = k.shop_id and u.unit_id = k.unit_id
    where k.shop_id = ${shopId} and k.code = any(${codes.map(foldCode)})
  `.execute(db)
  return {
    states,
    levels: new Map([...takings].map(([variantId, { owned, claims }]) => [variantId, { owned, promised: peak(claims, now, Infinity) }])),
    codes: new Map(rows.map((row) => [row.code, row.variant_id])),
  }
}
