import type { ShopVault } from '../../../platform/vault/shop-vault.ts'

/** What a provider tells of a payment, once its signature has been checked. Amounts in fen. */
export interface Told {
  paymentId: string
  outcome: 'paid' | 'failed'
  amount: number
}

/** A way for money to come in and go back. Adapters stand in integrations/payments. */
export interface PaymentProvider {
  readonly name: string
  /** Asks for money. May speak to the outside: it runs before the transaction that records the request. */
  request(payment: { paymentId: string; orderId: string; amount: number }): Promise<{ link: string }>
  /** Reads a callback; undefined when it isn't the provider's own. */
  read(vault: ShopVault, callback: string): Told | undefined
  /**
   * Gives money back. Idempotent by `refundId`: asked twice it happens once. Throws when it couldn't be done now.
   * Null: it can't; somebody of the shop hands it back and says so (N10).
   */
  readonly refund: ((refund: { refundId: string; paymentId: string; amount: number }) => Promise<void>) | null
}

/** A provider that lets the customer try paying without money: it makes the callbacks it would have sent. */
export interface PracticeProvider extends PaymentProvider {
  callback(vault: ShopVault, told: Told): string
}

export interface PaymentProviders {
  simulator: PracticeProvider
  counter: PaymentProvider
}

/** Undefined: this server has no such provider (any more). */
export function providerOf(providers: PaymentProviders, name: string): PaymentProvider | undefined {
  return Object.values(providers).find((provider: PaymentProvider) => provider.name === name)
}
