import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Db } from '../../../platform/deps.ts'
import { newId } from '../../../platform/ids.ts'
import { theLocation } from '../../shops/index.ts'
import { foldCode } from './by-code.ts'
import { labelNumber, labelOf } from './labels.ts'

export interface UnitsToAdd {
  variantId: string
  sku: string
  quantity: number
  /** what stands on the pieces already, one each and maybe fewer: those of our labels' form are their labels, the others suppliers' */
  codes: readonly string[]
}

interface NewUnit {
  unit_id: string
  variant_id: string
  code: string
  number: number
}

/**
 * Adds units with labels SKU-01, SKU-02 …, going on after the highest number there ever was; a code that another unit has, or is to get
 * here, is passed over. The caller holds the catalogue's lock and has seen that the given codes are nobody's. Returns the units' ids in
 * order. The counts are the caller's to move.
 */
export async function addUnits(
  db: Db,
  shopId: string,
  adds: readonly UnitsToAdd[],
  now: number,
  importId: string | null,
): Promise<string[]> {
  const wanted = adds.filter(({ quantity }) => quantity > 0)
  if (wanted.length === 0) return []
  const numbers = await highestNumbers(
    db,
    shopId,
    wanted.map(({ variantId }) => variantId),
  )
  const taken = await takenCodes(
    db,
    shopId,
    wanted.map(({ sku }) => sku),
  )
  for (const code of wanted.flatMap((add) => add.codes)) taken.add(foldCode(code))
  const units: NewUnit[] = []
  const codes: { code: string; unit_id: string; label: boolean }[] = []
  for (const { variantId, sku, quantity, codes: given } of wanted) {
    const labelled = given.flatMap((code) => labelNumber(sku, code) ?? [])
    const supplierCodes = given.filter((code) => labelNumber(sku, code) === null)
    let last = Math.max(numbers.get(variantId) ?? 0, ...labelled)
    const nextNumber = (): number => {
      do last += 1
      while (taken.has(labelOf(sku, last)))
      return last
    }
    for (let nth = 0; nth < quantity; nth += 1) {
      const number = labelled[nth] ?? nextNumber()
      const unit = { unit_id: newId(), variant_id: variantId, code: labelOf(sku, number), number }
      units.push(unit)
      codes.push({ code: unit.code, unit_id: unit.unit_id, label: true })
      const supplierCode = supplierCodes[nth - labelled.length]
      if (supplierCode) codes.push({ code: foldCode(supplierCode), unit_id: unit.unit_id, label: false })
    }
  }
  await sql`
    insert into unit (shop_id, unit_id, location_id, variant_id, code, number, import_id, added_at)
    select ${shopId}, unit_id, ${theLocation(shopId)}, variant_id, code, number, ${importId}, ${new Date(now)}
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u(unit_id uuid, variant_id uuid, code text, number int)
  `.execute(db)
  await sql`
    insert into unit_code (shop_id, code, unit_id, label)
    select ${shopId}, code, unit_id, label
    from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as c(code text, unit_id uuid, label boolean)
  `.execute(db)
  return units.map(({ unit_id }) => unit_id)
}

/** Codes for units that are there, each nobody's yet; `importId`: the import that knows them, and takes them back with it. */
export async function giveCodes({ db, shopId }: Tx, codes: readonly { unitId: string; code: string }[], importId: string): Promise<void> {
  if (codes.length === 0) return
  const rows = codes.map(({ unitId, code }) => ({ unit_id: unitId, code: foldCode(code) }))
  await sql`
    insert into unit_code (shop_id, code, unit_id, label, import_id)
    select ${shopId}, code, unit_id, false, ${importId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(code text, unit_id uuid)
  `.execute(db)
}

async function highestNumbers(db: Db, shopId: string, variantIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ variant_id: string; number: number }>`
    select variant_id, max(number) as number from unit
    where shop_id = ${shopId} and variant_id = any(${[...variantIds]}::uuid[]) group by variant_id
  `.execute(db)
  return new Map(rows.map((row) => [row.variant_id, row.number]))
}

/** Codes that begin like labels of these SKUs. */
async function takenCodes(db: Db, shopId: string, skus: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    select k.code from unit_code k
    where k.shop_id = ${shopId} and regexp_replace(k.code, '-[0-9]+$', '') = any(${skus.map(foldCode)})
  `.execute(db)
  return new Set(rows.map(({ code }) => code))
}
