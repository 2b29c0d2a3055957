import { refuse, type Refusal } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { ProductState } from '../catalogue/index.ts'
import { readTaking } from './claims/taking.ts'
import { peak } from '@bobber/domain'
import { changeOwned, openLevels } from './levels.ts'
import { addUnits } from './units/add.ts'

/** Brings a variant's count to `quantity`; undefined leaves it. Tracked goods only grow by it: a unit is retired by name. Refusal: `promised`. */
export async function setQuantity(tx: Tx, state: ProductState, quantity: number | undefined, byId: string): Promise<Refusal | undefined> {
  const { variantId, sku, tracking } = state
  await openLevels(tx.db, tx.shopId, [variantId])
  if (quantity === undefined) return undefined
  const taking = (await readTaking(tx, [variantId], tx.now, { lock: true })).get(variantId)
  if (!taking) throw new Error('a count vanished')
  const more = quantity - taking.owned
  if (tracking === 'units') {
    const added = await addUnits(tx.db, tx.shopId, [{ variantId, sku, quantity: Math.max(0, more), codes: [] }], tx.now, null)
    await changeOwned(tx.db, tx.shopId, [{ variantId, kind: 'received', quantity: added.length, byId }], tx.now)
    return undefined
  }
  const promised = peak(taking.claims, tx.now, Infinity)
  if (quantity < promised) return refuse('promised', { count: promised })
  await changeOwned(tx.db, tx.shopId, [{ variantId, kind: 'corrected', quantity: more, byId }], tx.now)
  return undefined
}
