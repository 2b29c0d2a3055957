import type { UnitView } from '@bobber/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import { readVariants } from '../../catalogue/index.ts'
import { epoch, instant } from '../sql-time.ts'

interface Row {
  unit_id: string
  variant_id: string
  code: string
  supplier_codes: string[]
  condition: UnitView['condition']
  retired: boolean
  kind: 'order' | 'downtime' | 'transfer' | 'inspection' | null
  phase: 'held' | 'committed' | 'out' | 'returned' | null
  order_id: string | null
  order_number: string | null
  due_at: number | null
}

export const unitsOfVariant = (db: Db, shopId: string, variantId: string, now: number): Promise<UnitView[]> =>
  unitViews(db, shopId, sql`u.variant_id = ${variantId} and u.retired_at is null`, now)

export const unitsById = (db: Db, shopId: string, unitIds: readonly string[], now: number): Promise<UnitView[]> =>
  unitViews(db, shopId, sql`u.unit_id = any(${[...unitIds]}::uuid[])`, now)

export const unitsOfImport = (db: Db, shopId: string, importId: string, now: number): Promise<UnitView[]> =>
  unitViews(db, shopId, sql`u.import_id = ${importId} and u.retired_at is null`, now)

/** Units with the claim that takes them now: what is out goes before what is back but not inspected, and that before what is promised. */
async function unitViews(db: Db, shopId: string, which: RawBuilder<unknown>, now: number): Promise<UnitView[]> {
  const { rows } = await sql<Row>`
    select u.unit_id, u.variant_id, u.code, u.condition, u.retired_at is not null as retired,
           array(select k.code from unit_code k where k.shop_id = u.shop_id and k.unit_id = u.unit_id and not k.label order by k.code)
             as supplier_codes,
           c.kind, c.phase, c.order_id, c.order_number, ${epoch(sql`upper(c.asked)`)} as due_at
    from unit u
    left join lateral (
      select * from claim c
      where c.shop_id = u.shop_id and c.unit_id = u.unit_id
        and (c.phase in ('out', 'returned') or (c.phase in ('held', 'committed') and c.blocked @> ${instant(now)}))
      order by array_position(array['out', 'returned', 'committed', 'held'], c.phase) limit 1
    ) c on true
    where u.shop_id = ${shopId} and ${which}
    order by u.variant_id, u.number
  `.execute(db)
  const variants = await readVariants(db, shopId, [...new Set(rows.map(({ variant_id }) => variant_id))])
  return rows.map((row) => ({
    unitId: row.unit_id,
    variantId: row.variant_id,
    sku: variants.get(row.variant_id)?.sku ?? '',
    name: variants.get(row.variant_id)?.name ?? '',
    code: row.code,
    supplierCodes: row.supplier_codes,
    state: stateOf(row),
    condition: row.condition,
    orderId: row.order_id,
    orderNumber: row.order_number,
    dueAt: row.phase === 'out' ? row.due_at : null,
  }))
}

function stateOf({ retired, kind, phase }: Row): UnitView['state'] {
  if (retired) return 'retired'
  if (phase === null || kind === null) return 'available'
  if (kind === 'inspection' || phase === 'returned') return 'inspection'
  if (kind !== 'order') return 'maintenance'
  return phase === 'out' ? 'checkedOut' : 'claimed'
}
