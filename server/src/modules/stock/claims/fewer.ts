import type { Tx } from '../../../log/index.ts'

/**
 * There are fewer pieces of these variants to give than there were: once this is committed, whoever was promised one and finds none left
 * is told (CT22). By jobs, because an order is locked before its stock; one for a variant, however much is lost at once.
 */
export async function promiseToTell(tx: Tx, variantIds: readonly string[]): Promise<void> {
  for (const variantId of new Set(variantIds)) {
    await tx.enqueue('stock.fewer', { shopId: tx.shopId, variantId }, { key: `stock.fewer/${tx.shopId}/${variantId}` })
  }
}
