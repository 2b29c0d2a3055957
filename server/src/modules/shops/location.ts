import { type RawBuilder, sql } from 'kysely'

/**
 * The shop's location, as a value inside a statement. Each shop has one; with a second, every statement that doesn't say which one it
 * means fails, instead of mixing their stock.
 */
export function theLocation(shopId: string): RawBuilder<string> {
  return sql`(select location_id from location where shop_id = ${shopId})`
}
