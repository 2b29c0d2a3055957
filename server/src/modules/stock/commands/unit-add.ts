import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { lockCatalogue, readVariants } from '../../catalogue/index.ts'
import { changeOwned } from '../levels.ts'
import { addUnits } from '../units/add.ts'
import { unitsById } from '../units/views.ts'

/** More pieces of a variant: labelled units, or of bulk goods a higher count and no units. Refusal: `notFound`. */
export const unitAdd: Handler<'unit.add'> = (deps, { shopId, personId }, { variantId, quantity }) =>
  deps.log.transact(shopId, async (tx) => {
    await lockCatalogue(tx.db, shopId)
    const variant = (await readVariants(tx.db, shopId, [variantId])).get(variantId)
    if (!variant || variant.removed) return refuse('notFound')
    const adds = variant.tracking === 'units' ? [{ variantId, sku: variant.sku, quantity, codes: [] }] : []
    const unitIds = await addUnits(tx.db, shopId, adds, tx.now, null)
    await changeOwned(tx.db, shopId, [{ variantId, kind: 'received', quantity, byId: personId }], tx.now)
    return { units: await unitsById(tx.db, shopId, unitIds, tx.now) }
  })
