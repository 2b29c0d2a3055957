import type { StockRow } from '@bobber/protocol'
import { plansOf, readVariants } from '../catalogue/index.ts'
import { picturesOf } from '../files/index.ts'
import type { StockAt } from './claims/taking.ts'
import { levelsAt } from './now.ts'

/** Variants as pages show them, in the order asked for; ids of other shops are absent. */
export async function variantViews(at: StockAt, variantIds: readonly string[]): Promise<StockRow[]> {
  const { db, shopId } = at
  const [variants, plans, levels] = await Promise.all([
    readVariants(db, shopId, variantIds),
    plansOf(db, shopId, variantIds),
    levelsAt(at, variantIds),
  ])
  const pictures = await picturesOf(
    db,
    shopId,
    [...variants.values()].flatMap(({ pictureId }) => pictureId ?? []),
  )
  return variantIds.flatMap((variantId): StockRow[] => {
    const variant = variants.get(variantId)
    if (!variant) return []
    const { productId, sku, label, name, productName, category, tracking, forRent, forSale, price, replacementValue, pictureId } = variant
    return [
      {
        variantId,
        productId,
        sku,
        label,
        name,
        productName,
        category,
        tracking,
        forRent,
        forSale,
        replacementValue,
        price: forSale ? price : null,
        plan: forRent ? (plans.get(variantId) ?? null) : null,
        picture: (pictureId !== null && pictures.get(pictureId)) || null,
        ...(levels.get(variantId) ?? { total: 0, freeNow: 0, out: 0 }),
      },
    ]
  })
}
