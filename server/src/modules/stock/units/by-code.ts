import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'

export interface FoundUnit {
  unitId: string
  variantId: string
  code: string
}

/**
 * The unit behind what was scanned or typed: our label, a link that ends in it, or a supplier's code, in any case and width.
 * A retired unit is nobody.
 */
export async function unitByCode(db: Db, shopId: string, scanned: string): Promise<FoundUnit | undefined> {
  const { rows } = await sql<{ unit_id: string; variant_id: string; code: string }>`
    select u.unit_id, u.variant_id, u.code
    from unit_code k join unit u on u.shop_id = k.shop_id and u.unit_id = k.unit_id
    where k.shop_id = ${shopId} and k.code = any(${codesIn(scanned)}) and u.retired_at is null
    order by k.label desc limit 1
  `.execute(db)
  const row = rows[0]
  return row && { unitId: row.unit_id, variantId: row.variant_id, code: row.code }
}

/** A code as it is kept: folded to half width and capitals. */
export function foldCode(code: string): string {
  return code.normalize('NFKC').trim().toUpperCase()
}

/** The whole text, and the last part of it if it is a link: labels hold the bare code, suppliers' often an address. */
function codesIn(scanned: string): string[] {
  const whole = foldCode(scanned)
  if (!/^HTTPS?:\/\//.test(whole)) return [whole]
  const last = /([^/#?=]+)\/?$/.exec(scanned.trim())?.[1] ?? ''
  return [whole, foldCode(decoded(last))]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
