import { isRefusal, refuse, type Refusal } from '@bobber/protocol'
import type { Tx } from '../../../log/index.ts'
import type { Handler } from '../../../platform/handler.ts'
import {
  folded,
  type KeptState,
  lockCatalogue,
  type ProductState,
  statesBySku,
  statesOfProducts,
  writeStates,
} from '../../catalogue/index.ts'
import { publishFiles } from '../../files/index.ts'
import { setQuantity } from '../set-quantity.ts'

type Change = Parameters<typeof productChange>[2]

/**
 * Makes a product or one more variant of it by hand, or changes a variant and its product: all the fields as given. A quantity is reached by
 * adding units, or by correcting the count of bulk goods; units never vanish by it. Refusals: `notFound`, `conflict` (the product was
 * changed since the version that was opened), `skuTaken`, `labelTaken`, `wrongState` (another tracking), `promised` (fewer than are out or
 * promised), and those of pictures.
 */
export const productChange: Handler<'product.change'> = (deps, { shopId, personId }, body) =>
  deps.log.transact(shopId, async (tx) => {
    await lockCatalogue(tx.db, shopId)
    const kept = await variantToChange(tx, body)
    if (isRefusal(kept)) return kept
    const { version: _opened, quantity, ...given } = body
    const state: ProductState = {
      ...given,
      sku: body.sku.normalize('NFKC').trim(),
      label: body.label?.trim() ?? '',
      productId: body.productId ?? deps.newId(),
      variantId: kept?.variantId ?? deps.newId(),
      dayRent: body.dayRent ?? null,
      threeDayRent: body.threeDayRent ?? null,
      weekRent: body.weekRent ?? null,
      deposit: body.deposit ?? 0,
      replacementValue: body.replacementValue ?? 0,
      price: body.price ?? null,
    }
    const holder = (await statesBySku(tx.db, shopId, [state.sku])).get(folded(state.sku))
    if (state.sku === '' || (holder && holder.variantId !== kept?.variantId)) return refuse('skuTaken', { sku: state.sku })
    const refusal = await publishFiles(tx, state.pictureIds, { as: 'catalogue', by: personId })
    if (refusal) return refusal
    await writeStates(tx.db, shopId, [state], tx.now)
    const short = await setQuantity(tx, state, quantity, personId)
    return short ?? { productId: state.productId, variantId: state.variantId }
  })

/** The variant as it stands; undefined: it is a new one. */
async function variantToChange(
  tx: Tx,
  { productId, variantId, version, label = '', tracking }: Change,
): Promise<KeptState | Refusal | undefined> {
  if (productId === undefined) return variantId === undefined ? undefined : refuse('notFound')
  const variants = await statesOfProducts(tx.db, tx.shopId, [productId])
  const kept = variants.find((each) => each.variantId === variantId)
  if (variants.length === 0 || (variantId !== undefined && !kept)) return refuse('notFound')
  if (variants.some((each) => each.version !== version)) return refuse('conflict')
  const twin = variants.find((each) => each !== kept && folded(each.label) === folded(label))
  if (twin) return refuse('labelTaken', { label: twin.label, sku: twin.sku })
  if (kept && kept.tracking !== tracking) return refuse('wrongState', { state: kept.tracking, hint: kept.sku })
  return kept
}
