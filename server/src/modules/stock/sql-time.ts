import { type RawBuilder, sql } from 'kysely'

/** Epoch ms as an instant of the database; null stays null, which ends a range nowhere. */
export function instant(ms: number | null): RawBuilder<Date> {
  return sql`to_timestamp(${ms}::bigint / 1000.0)`
}

/** An instant of the database as epoch ms. */
export function epoch(column: RawBuilder<unknown>): RawBuilder<number> {
  return sql`(extract(epoch from ${column}) * 1000)::bigint`
}
