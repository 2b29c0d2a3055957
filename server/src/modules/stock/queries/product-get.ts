import { refuse, type Variant } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { readProduct } from '../../catalogue/index.ts'
import { picturesOf } from '../../files/index.ts'
import { shopRules } from '../../shops/index.ts'
import { variantViews } from '../variant-views.ts'

/** One product with its variants, what was understood of its words, and its pictures in order. Refusal: `notFound`. */
export const productGet: Handler<'product.get'> = async (deps, { shopId }, { productId }) => {
  const product = await readProduct(deps.db, shopId, productId)
  if (!product) return refuse('notFound')
  const [views, pictures, { switches }] = await Promise.all([
    variantViews({ db: deps.db, shopId, now: deps.clock.now() }, product.variantIds),
    picturesOf(deps.db, shopId, product.pictureIds),
    shopRules(deps.db, shopId),
  ])
  const variants = views.map(({ productId: _p, productName: _n, category: _c, picture: _i, out: _o, ...variant }): Variant => {
    const forRent = variant.forRent && switches.rental
    const forSale = variant.forSale && switches.sale
    return { ...variant, forRent, forSale, price: forSale ? variant.price : null, plan: forRent ? variant.plan : null }
  })
  const { name, category, brand, description, specs, reading, pictureIds, version } = product
  return {
    productId,
    version,
    name,
    category,
    brand,
    description,
    variants,
    specsText: specs,
    specs: reading,
    pictures: pictureIds.flatMap((pictureId) => pictures.get(pictureId) ?? []),
  }
}
