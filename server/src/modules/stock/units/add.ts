import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import { newId } from '../../../platform/ids.ts'
import { foldCode } from './by-code.ts'

export interface UnitsToAdd {
  variantId: string
  sku: string
  quantity: number
  /** codes that already stick on the pieces, in order; there may be fewer */
  supplierCodes: readonly string[]
}

interface NewUnit {
  unit_id: string
  variant_id: string
  code: string
  number: number
}

/**
 * Adds units with labels SKU-01, SKU-02 …, going on after the highest number there ever was; a label that another unit has is passed over.
 * The caller holds the catalogue's lock. Returns their ids in order. The counts are the caller's to move.
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
  const units: NewUnit[] = []
  const codes: { code: string; unit_id: string; label: boolean }[] = []
  for (const { variantId, sku, quantity, supplierCodes } of wanted) {
    let number = numbers.get(variantId) ?? 0
    for (let nth = 0; nth < quantity; nth += 1) {
      do number += 1
      while (taken.has(labelOf(sku, number)))
      const unit = { unit_id: newId(), variant_id: variantId, code: labelOf(sku, number), number }
      units.push(unit)
      codes.push({ code: unit.code, unit_id: unit.unit_id, label: true })
      const supplierCode = supplierCodes[nth]
      if (supplierCode) codes.push({ code: foldCode(supplierCode), unit_id: unit.unit_id, label: false })
    }
  }
  await sql`
    insert into unit (shop_id, unit_id, variant_id, code, number, import_id, added_at)
    select ${shopId}, unit_id, variant_id, code, number, ${importId}, ${new Date(now)}
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u(unit_id uuid, variant_id uuid, code text, number int)
  `.execute(db)
  await sql`
    insert into unit_code (shop_id, code, unit_id, label)
    select ${shopId}, code, unit_id, label
    from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as c(code text, unit_id uuid, label boolean)
  `.execute(db)
  return units.map(({ unit_id }) => unit_id)
}

function labelOf(sku: string, number: number): string {
  return foldCode(`${sku}-${String(number).padStart(2, '0')}`)
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
