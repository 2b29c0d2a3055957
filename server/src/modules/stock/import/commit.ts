import { isRefusal, refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { newId } from '../../../platform/ids.ts'
import { lockCatalogue, type ProductState, writeStates } from '../../catalogue/index.ts'
import { publishFiles } from '../../files/index.ts'
import { lockLevels } from '../claims/taking.ts'
import { changeOwned, openLevels } from '../levels.ts'
import { addUnits, giveCodes } from '../units/add.ts'
import { type KeptImport, readImport, withChoices } from './kept.ts'
import { knownOf } from './known.ts'
import { type SpecReader, readAll } from './readings.ts'
import { type Understood, understand } from './understand.ts'

export interface Committed {
  products: number
  units: number
  pictures: number
}

/** All rows or none, in one transaction (M5). Refusals: `notFound`, `conflict`, `importErrors`, `importCurrency`, those of pictures. */
export const importCommit: Handler<'import.commit'> = async (deps, asker, body, call) => {
  const kept = await readImport(deps, asker.shopId, body.importId)
  if (isRefusal(kept)) return kept
  const chosen = withChoices(kept, body.mapping, body.currency)
  if (isRefusal(chosen)) return chosen
  const read = await readBefore(deps, asker.shopId, chosen)
  return deps.log.once(asker, 'import.commit', call, body, (tx) => commitImport(tx, chosen, asker.personId, read))
}

/** Reads the rows' words before the transaction begins; what changes until then is read inside. */
export async function readBefore({ db, clock }: Pick<Deps, 'db' | 'clock'>, shopId: string, kept: KeptImport): Promise<SpecReader> {
  const { rows } = understand(kept.table, kept.choices, await knownOf({ db, shopId, now: clock.now() }, kept))
  return readAll(rows.map(({ state }) => state))
}

interface Written {
  row: Understood
  state: ProductState
  /** pieces it adds; bulk counts may fall */
  quantity: number
}

/** Writes an import whose table was read before. Everything is read again under the catalogue's lock: the preview may be old. */
export async function commitImport(tx: Tx, kept: KeptImport, byId: string | null, read: SpecReader): Promise<Committed | Refusal> {
  const { db, shopId, now } = tx
  const { importId } = kept
  await lockCatalogue(db, shopId)
  const { rows: open } = await sql`
    select from import where shop_id = ${shopId} and import_id = ${importId} and state = 'added' for update
  `.execute(db)
  if (open.length === 0) return refuse('conflict')
  const before = await knownOf(tx, kept)
  await lockLevels(db, shopId, [...before.levels.keys()])
  const known = await knownOf(tx, kept)
  const { rows, errors, askCurrency, pictureIds } = understand(kept.table, kept.choices, known)
  if (errors.length > 0) return refuse('importErrors', { count: new Set(errors.map(({ line }) => line)).size })
  if (askCurrency !== null) return refuse('importCurrency', { currency: askCurrency })
  const refusal = await publishFiles(tx, pictureIds, { as: 'catalogue' })
  if (refusal) return refusal

  const made = new Map<string, string>()
  const productOf = ({ product, version }: Understood): string => {
    const productId = version > 0 ? product : (made.get(product) ?? newId())
    made.set(product, productId)
    return productId
  }
  const written = rows.map((row): Written => {
    const state = { ...row.state, productId: productOf(row), variantId: row.kept?.variantId ?? newId() }
    const owned = known.levels.get(state.variantId)?.owned ?? 0
    const more = row.quantity === null ? 0 : row.quantity - owned
    return { row, state, quantity: state.tracking === 'units' ? Math.max(0, more) : more }
  })
  await writeStates(
    db,
    shopId,
    written.map(({ state }) => state),
    now,
    read,
  )
  await openLevels(
    db,
    shopId,
    written.map(({ state }) => state.variantId),
  )
  const tracked = written.filter(({ state }) => state.tracking === 'units')
  const adds = tracked.map(({ state, quantity, row }) => ({ ...state, quantity, codes: row.unitCodes }))
  const unitIds = await addUnits(db, shopId, adds, now, importId)
  await giveCodes(
    tx,
    rows.flatMap(({ keptCodes }) => keptCodes),
    importId,
  )
  const moves = written.map(({ state, quantity }) => ({ variantId: state.variantId, kind: 'imported' as const, quantity, byId, importId }))
  await changeOwned(db, shopId, moves, now)
  await writeLines(tx, importId, written)
  await sql`
    update import set state = 'committed', mapping = ${JSON.stringify(kept.choices.mapping)}
    where shop_id = ${shopId} and import_id = ${importId}
  `.execute(db)
  return { products: new Set(written.map(({ state }) => state.productId)).size, units: unitIds.length, pictures: pictureIds.length }
}

async function writeLines({ db, shopId }: Tx, importId: string, written: readonly Written[]): Promise<void> {
  const lines = written.map(({ row, state, quantity }) => ({
    line: row.line,
    variant_id: state.variantId,
    product_id: state.productId,
    version_before: row.version,
    before: row.kept,
    quantity,
  }))
  await sql`
    insert into import_line (shop_id, import_id, line, variant_id, product_id, version_before, version, before, quantity)
    select ${shopId}, ${importId}, line, variant_id, product_id, version_before, version_before + 1, nullif(before, 'null'::jsonb), quantity
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(
      line int, variant_id uuid, product_id uuid, version_before int, before jsonb, quantity int)
  `.execute(db)
}
