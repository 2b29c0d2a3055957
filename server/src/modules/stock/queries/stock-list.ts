import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { findProducts, listVariants, readCursor, writeCursor } from '../../catalogue/index.ts'
import { variantViews } from '../variant-views.ts'

const page = 50

/** Everything in the catalogue with its counts, offered or not. */
export const stockList: Handler<'stock.list'> = async (deps, { shopId }, body) => {
  const after = body.after === undefined ? null : readCursor(body.after)
  if (after === undefined) return refuse('malformed', { detail: 'after' })
  const text = body.text?.trim() ?? ''
  const productIds = text === '' ? null : await findProducts(deps.db, shopId, text)
  const variantIds = await listVariants(deps.db, shopId, { productIds, after: after?.id ?? null, limit: page + 1 })
  const shown = variantIds.slice(0, page)
  const last = shown.at(-1)
  return {
    rows: await variantViews({ db: deps.db, shopId, now: deps.clock.now() }, shown),
    next: variantIds.length > page && last !== undefined ? writeCursor({ key: 0, id: last }) : null,
  }
}
