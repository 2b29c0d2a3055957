import { timingSafeEqual } from 'node:crypto'
import type { PracticeProvider, Told } from '../../modules/orders/index.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'

/**
 * Pays without money, for trying the shop out; the pages mark it clearly. Its callbacks are signed with the shop's own key, so that the
 * path they take is the one a real provider's take.
 */
export function simulatedPayments(): PracticeProvider {
  return {
    name: 'simulator',
    request: ({ orderId }) => Promise.resolve({ link: `/#/o/${orderId}` }),
    callback(vault, told) {
      const text = JSON.stringify(told)
      return `${signatureOf(vault, text).toString('hex')} ${text}`
    },
    read(vault, callback) {
      const at = callback.indexOf(' ')
      const text = callback.slice(at + 1)
      const signature = Buffer.from(callback.slice(0, Math.max(0, at)), 'hex')
      const expected = signatureOf(vault, text)
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined
      return JSON.parse(text) as Told
    },
    refund: () => Promise.resolve(),
  }
}

function signatureOf(vault: ShopVault, text: string): Buffer {
  return vault.blind('payment.simulator', text)
}
