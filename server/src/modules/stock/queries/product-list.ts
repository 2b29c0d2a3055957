import { type ProductCard, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { countCategories, findProducts, listProducts, readCursor, writeCursor } from '../../catalogue/index.ts'
import { picturesOf } from '../../files/index.ts'
import { shopRules } from '../../shops/index.ts'
import { levelsAt } from '../now.ts'

const page = 24

/** What the shop offers, as cards with what is free this moment (CT5). Six short queries whatever the number of products. */
export const productList: Handler<'product.list'> = async (deps, { shopId }, body) => {
  const after = body.after === undefined ? null : readCursor(body.after)
  if (after === undefined) return refuse('malformed', { detail: 'after' })
  const { db } = deps
  const text = body.text?.trim() ?? ''
  const [productIds, rules] = await Promise.all([text === '' ? null : findProducts(db, shopId, text), shopRules(db, shopId)])
  const offered = { rental: rules.switches.rental, sale: rules.switches.sale }
  const asked = { productIds, offer: body.offer ?? null, offered }
  const [listed, categories] = await Promise.all([
    listProducts(db, shopId, { ...asked, category: body.category ?? null, sort: body.sort ?? 'best', after, limit: page + 1 }),
    countCategories(db, shopId, asked),
  ])
  const shown = listed.slice(0, page)
  const [levels, pictures] = await Promise.all([
    levelsAt(
      { db, shopId, now: deps.clock.now() },
      shown.flatMap(({ variantIds }) => variantIds),
    ),
    picturesOf(
      db,
      shopId,
      shown.flatMap(({ pictureId }) => pictureId ?? []),
    ),
  ])
  const last = shown.at(-1)
  const products = shown.map(({ pictureId, variantIds, key: _key, ...product }): ProductCard => {
    const of = variantIds.flatMap((variantId) => levels.get(variantId) ?? [])
    return {
      ...product,
      picture: (pictureId !== null && pictures.get(pictureId)) || null,
      freeNow: of.reduce((sum, { freeNow }) => sum + freeNow, 0),
      total: of.reduce((sum, { total }) => sum + total, 0),
    }
  })
  return { products, categories, next: listed.length > page && last ? writeCursor({ key: last.key, id: last.productId }) : null }
}
