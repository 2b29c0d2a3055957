import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { foldSku, lockCatalogue, type ProductState, stateOfProduct, statesBySku, writeStates } from '../../catalogue/index.ts'
import { publishFiles } from '../../files/index.ts'
import { setQuantity } from '../set-quantity.ts'

/**
 * Makes a product by hand, or changes one: all its fields as given. A quantity is reached by adding units, or by correcting the count of
 * bulk goods; units never vanish by it. Refusals: `notFound`, `skuTaken`, `notEnoughEver` (fewer than are promised), and those of pictures.
 */
export const productChange: Handler<'product.change'> = (deps, { shopId, personId }, { productId, quantity, ...body }) =>
  deps.log.transact(shopId, async (tx) => {
    await lockCatalogue(tx.db, shopId)
    const kept = productId === undefined ? undefined : await stateOfProduct(tx.db, shopId, productId)
    if (productId !== undefined && !kept) return refuse('notFound')
    const sku = body.sku.normalize('NFKC').trim()
    const holder = (await statesBySku(tx.db, shopId, [sku])).get(foldSku(sku))
    if (sku === '' || (holder && holder.variantId !== kept?.variantId)) return refuse('skuTaken', { sku })
    if (kept && kept.tracking !== body.tracking) return refuse('wrongState', { state: kept.tracking, hint: kept.sku })
    const state: ProductState = {
      ...body,
      sku,
      productId: kept?.productId ?? deps.newId(),
      variantId: kept?.variantId ?? deps.newId(),
      dayRent: body.dayRent ?? null,
      threeDayRent: body.threeDayRent ?? null,
      weekRent: body.weekRent ?? null,
      deposit: body.deposit ?? 0,
      replacementValue: body.replacementValue ?? 0,
      price: body.price ?? null,
    }
    const refusal = await publishFiles(tx, state.pictureIds, { as: 'catalogue', by: personId })
    if (refusal) return refusal
    await writeStates(tx.db, shopId, [state], tx.now)
    const short = await setQuantity(tx, state, quantity, personId)
    return short ?? { productId: state.productId, variantId: state.variantId }
  })
