import { isRefusal, type Refusal, refuse, worded } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Db } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { type KeptState, lockCatalogue, removeVariants, statesOfProducts, statesOfVariants, writeStates } from '../../catalogue/index.ts'
import { lockLevels } from '../claims/taking.ts'
import { theLocation } from '../../shops/index.ts'
import { changeOwned } from '../levels.ts'
import { type SpecReader, readAll } from './readings.ts'

/** Takes an import back, line by line: a line that something hangs on stays, and says why (M7). Refusals: `notFound`, `conflict`. */
export const importUndo: Handler<'import.undo'> = async (deps, asker, body, call) => {
  const read = await readBefore(deps.db, asker.shopId, body.importId)
  return deps.log.once(asker, 'import.undo', call, body, async (tx) => {
    const undone = await undoImport(tx, body.importId, asker.personId, { read })
    if (isRefusal(undone)) return undone
    return {
      removed: undone.removed,
      refused: undone.refused.map(({ line, sku, why }) => {
        const { message, remedy } = worded(why, asker.locale)
        return { line, sku, message, remedy }
      }),
    }
  })
}

/** Reads the words that are to stand again before the transaction begins. */
async function readBefore(db: Db, shopId: string, importId: string): Promise<SpecReader> {
  const { rows } = await sql<{ before: KeptState }>`
    select before from import_line where shop_id = ${shopId} and import_id = ${importId} and undone_at is null and before is not null
  `.execute(db)
  return readAll(rows.map(({ before }) => before))
}

interface Line {
  line: number
  variant_id: string
  product_id: string
  version_before: number
  version: number
  /** null: the line made the variant */
  before: KeptState | null
  quantity: number
}

export interface Undone {
  removed: number
  refused: { line: number; sku: string; why: Refusal }[]
}

/** `evenChanged`: products that somebody changed since are taken back too; the project's own sample is nobody's work. */
export async function undoImport(
  tx: Tx,
  importId: string,
  byId: string | null,
  { evenChanged = false, read }: { evenChanged?: boolean; read?: SpecReader },
): Promise<Undone | Refusal> {
  const { db, shopId, now } = tx
  await lockCatalogue(db, shopId)
  const { rows: imports } = await sql<{ state: string }>`
    select state from import where shop_id = ${shopId} and import_id = ${importId} for update
  `.execute(db)
  if (!imports[0]) return refuse('notFound')
  if (imports[0].state !== 'committed') return refuse('conflict')
  const { rows: lines } = await sql<Line>`
    select line, variant_id, product_id, version_before, version, before, quantity from import_line
    where shop_id = ${shopId} and import_id = ${importId} and undone_at is null order by line
  `.execute(db)
  const variantIds = lines.map(({ variant_id }) => variant_id)
  await lockLevels(db, shopId, variantIds)
  const states = await statesOfVariants(db, shopId, variantIds)
  const holders = await holdersOf(tx, variantIds)
  // What a product's lines say of it they say together: they go, or stay, together.
  const held = new Map<string, string>()
  for (const { variant_id, product_id } of lines) {
    const order = holders.get(variant_id)
    if (order !== undefined) held.set(product_id, order)
  }

  const refused: Undone['refused'] = []
  const undone = lines.filter(({ line, variant_id, product_id, version, before }) => {
    const state = states.get(variant_id)
    const sku = state?.sku ?? before?.sku ?? ''
    const order = held.get(product_id)
    const changed = state?.version !== version && !evenChanged
    if (order === undefined && !changed) return true
    refused.push({ line, sku, why: order === undefined ? refuse('importChanged') : refuse('importUndoClaimed', { sku, order }) })
    return false
  })
  const pieces = await takePieces(tx, importId, undone)
  const moves = pieces.map(({ variant_id, quantity }) => ({
    variantId: variant_id,
    kind: 'undone' as const,
    quantity: -quantity,
    byId,
    importId,
  }))
  await changeOwned(db, shopId, moves, now)
  const made = undone.filter(({ before }) => before === null).map(({ variant_id }) => variant_id)
  await removeVariants(db, shopId, made, now)
  const restored = undone.flatMap(({ before }) => before ?? [])
  await writeStates(db, shopId, restored, now, read)
  await closeLines(tx, importId, undone, refused.length === 0)
  await standAgain(tx, undone)
  return { removed: undone.length, refused }
}

/** The first order that has something of a variant, or will; by its number. */
async function holdersOf({ db, shopId }: Tx, variantIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ variant_id: string; order_number: string | null }>`
    select distinct on (variant_id) variant_id, order_number from claim
    where shop_id = ${shopId} and variant_id = any(${[...variantIds]}::uuid[]) and phase <> 'closed' and kind = 'order'
    order by variant_id, lower(blocked)
  `.execute(db)
  return new Map(rows.map((row) => [row.variant_id, row.order_number ?? '']))
}

/**
 * Takes out what the lines brought; of a product that vanishes, everything. Units nobody ever had vanish with their labels; one with a
 * history is retired, and its label stays taken (CT7). Answers how many pieces of each variant are to leave the count.
 */
async function takePieces(
  { db, shopId, now }: Tx,
  importId: string,
  undone: readonly Line[],
): Promise<{ variant_id: string; quantity: number }[]> {
  const lines = sql`jsonb_to_recordset(${JSON.stringify(undone)}::jsonb) as l(variant_id uuid, before jsonb, quantity int)`
  const going = sql`u.shop_id = ${shopId} and u.retired_at is null and exists (
    select from ${lines} where l.variant_id = u.variant_id and (u.import_id = ${importId} or coalesce(l.before, 'null'::jsonb) = 'null'::jsonb))`
  const { rows } = await sql<{ variant_id: string; quantity: number }>`
    select l.variant_id, case when v.tracking = 'units' then (select count(*)::int from unit u where u.variant_id = l.variant_id and ${going})
                              when coalesce(l.before, 'null'::jsonb) = 'null'::jsonb then s.owned
                              else least(l.quantity, s.owned) end as quantity
    from ${lines}
    join variant v on v.shop_id = ${shopId} and v.variant_id = l.variant_id
    join stock_level s on s.shop_id = ${shopId} and s.location_id = ${theLocation(shopId)} and s.variant_id = l.variant_id
  `.execute(db)
  const neverOut = sql`not exists (select from claim c where c.shop_id = u.shop_id and c.unit_id = u.unit_id)`
  await sql`
    delete from unit_code k using unit u where k.shop_id = u.shop_id and k.unit_id = u.unit_id and ${going} and ${neverOut}
  `.execute(db)
  await sql`delete from unit u where ${going} and ${neverOut}`.execute(db)
  await sql`update unit u set retired_at = ${new Date(now)}, retired_reason = 'undone' where ${going}`.execute(db)
  await sql`delete from unit_code where shop_id = ${shopId} and import_id = ${importId} and unit_id in (
    select u.unit_id from unit u join ${lines} on l.variant_id = u.variant_id where u.shop_id = ${shopId})`.execute(db)
  await sql`
    update claim c set phase = 'closed', closed_at = ${new Date(now)}
    where c.shop_id = ${shopId} and c.kind = 'downtime' and c.phase <> 'closed' and exists (
      select from ${lines} where l.variant_id = c.variant_id and (coalesce(l.before, 'null'::jsonb) = 'null'::jsonb or exists (
        select from unit u where u.shop_id = c.shop_id and u.unit_id = c.unit_id and u.retired_at is not null)))
  `.execute(db)
  return rows
}

/** What stood before stands again, under a new version: the imports that made it so can be undone as before. */
async function standAgain({ db, shopId }: Tx, undone: readonly Line[]): Promise<void> {
  const before = new Map(undone.map(({ product_id, version_before }) => [product_id, version_before]))
  const states = await statesOfProducts(db, shopId, [...before.keys()])
  const versions = states.map(({ productId, version }) => ({ product_id: productId, was: before.get(productId), became: version }))
  await sql`
    update import_line l set version = v.became
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as v(product_id uuid, was int, became int)
    where l.shop_id = ${shopId} and l.product_id = v.product_id and l.version = v.was and l.undone_at is null
  `.execute(db)
}

async function closeLines({ db, shopId, now }: Tx, importId: string, undone: readonly Line[], whole: boolean): Promise<void> {
  await sql`
    update import_line set undone_at = ${new Date(now)}
    where shop_id = ${shopId} and import_id = ${importId} and line = any(${undone.map(({ line }) => line)}::int[])
  `.execute(db)
  if (whole) await sql`update import set state = 'undone' where shop_id = ${shopId} and import_id = ${importId}`.execute(db)
}
