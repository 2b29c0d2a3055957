import { refuse, type UnitView } from '@bobber/protocol'
import type { Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { unitsById, unitsOfImport, unitsOfVariant } from '../units/views.ts'

const most = 2_000

/**
 * Labels to print: of a variant, of an import, or of some units (ids parted by commas). The QR holds the bare code: short, so that it
 * stays coarse on a small label, and true wherever the shop's address moves to. Refusals: `notFound`, `tooLarge`, `malformed`.
 */
export const labelSheet: Handler<'label.sheet'> = async (deps, { shopId }, body) => {
  const units = await unitsAsked(deps, shopId, body)
  if (!units) return refuse('malformed', { detail: 'unitIds' })
  const labelled = units.filter(({ state }) => state !== 'retired')
  if (labelled.length === 0) return refuse('notFound')
  if (labelled.length > most) return refuse('tooLarge', { limit: most })
  const { default: qr } = await import('qrcode')
  const labels = labelled.map(async ({ code, name, sku }) => ({
    code,
    name,
    sku,
    qr: await qr.toString(code, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }),
  }))
  return { labels: await Promise.all(labels) }
}

async function unitsAsked(
  { db, clock }: Deps,
  shopId: string,
  { variantId, importId, unitIds }: { variantId?: string; importId?: string; unitIds?: string },
): Promise<UnitView[] | undefined> {
  if (variantId !== undefined) return unitsOfVariant(db, shopId, variantId, clock.now())
  if (importId !== undefined) return unitsOfImport(db, shopId, importId, clock.now())
  const ids = (unitIds ?? '').split(',').map((id) => id.trim())
  if (!ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))) return undefined
  return unitsById(db, shopId, ids, clock.now())
}
