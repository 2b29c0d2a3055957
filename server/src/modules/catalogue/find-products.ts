import { parseQuery, search } from '@bobber/domain'
import type { Spec } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

interface Row {
  product_id: string
  name: string
  category: string
  brand: string
  written: string
  /** and labels: a variant is found by either */
  skus: string[]
  specs: Spec[]
}

/**
 * The products that answer what was typed (A6, A7). Figures are looked up in the attributes' index, which leaves few products for the
 * domain's reading of the words; words alone need no attributes.
 */
export async function findProducts(db: Db, shopId: string, text: string): Promise<string[]> {
  const { figures } = parseQuery(text)
  const asked = figures.flatMap(({ readings }, figure) =>
    readings.flatMap(({ unit, spans }) => spans.map(([low, high], nth) => ({ nth: `${figure} ${nth}`, unit, low, high }))),
  )
  const numbers = new Set(asked.map(({ nth }) => nth)).size
  const { rows } = await sql<Row>`
    select p.product_id, p.name, p.category, p.brand, p.specs as written,
           array(select unnest(array[sku, label]) from variant v
                 where v.shop_id = p.shop_id and v.product_id = p.product_id and v.removed_at is null) as skus,
           case when ${figures.length} = 0 then '[]'::jsonb else p.reading end as specs
    from product p
    where p.shop_id = ${shopId} and p.removed_at is null and (${figures.length} = 0 or p.product_id in (
      select a.product_id
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as f(nth text, unit text, low float8, high float8)
      join attribute a on a.shop_id = ${shopId} and a.unit = f.unit and a.low <= f.high and a.high >= f.low
      group by a.product_id having count(distinct f.nth) = ${numbers}))
    order by p.product_id
  `.execute(db)
  return search(text, rows).map(({ product_id }) => product_id)
}
