import type { Fen } from '@bobber/protocol'
import { fen } from '../money/fen.ts'

/**
 * Where money is. Assets: what a provider holds for us, what customers owe. Liabilities: deposits, and rent and sale
 * money that isn't earned yet. Revenue: what is earned.
 */
export type Account =
  | `cash:${string}`
  | 'receivable'
  | 'deposits'
  | 'prepaid:rent'
  | 'prepaid:sale'
  | 'revenue:rent'
  | 'revenue:sale'
  | 'revenue:late'
  | 'revenue:damage'
  | 'revenue:cleaning'

/** The order line money belongs to; null: the whole order's. */
export type LineId = string | null

/**
 * One line of the double-entry ledger: a debit is positive, a credit negative; a fact's postings sum to zero (O8).
 * Liabilities and revenue name their order line; cash, debts and what was paid too much are the whole order's.
 */
export interface Posting {
  readonly account: Account
  readonly orderLineId: LineId
  readonly amount: Fen
}

/** An order's balance on every account and line it has touched. */
export type Balances = readonly Posting[]

export function withPostings(balances: Balances, postings: readonly Posting[]): Balances {
  return [...summed([...balances, ...postings]).values()]
}

/** What stands on an account, all lines together. */
export function balanceOn(balances: Balances, account: Account): Fen {
  return fen(balances.filter((one) => one.account === account).reduce((sum, one) => sum + one.amount, 0))
}

function summed(postings: readonly Posting[]): Map<string, Posting> {
  const sums = new Map<string, Posting>()
  for (const { account, orderLineId, amount } of postings) {
    const key = keyOf(account, orderLineId)
    sums.set(key, { account, orderLineId, amount: fen((sums.get(key)?.amount ?? 0) + amount) })
  }
  return sums
}

function keyOf(account: Account, orderLineId: LineId): string {
  return `${account} ${orderLineId ?? ''}`
}

/** An order's books while one fact is posted: the balances as they become, and what was posted so far. */
export class Book {
  readonly #balances: Map<string, Posting>
  readonly #posted: Posting[] = []

  constructor(balances: Balances) {
    this.#balances = summed(balances)
  }

  post(account: Account, orderLineId: LineId, amount: number): void {
    if (amount === 0) return
    this.#posted.push({ account, orderLineId, amount: fen(amount) })
    this.#balances.set(keyOf(account, orderLineId), { account, orderLineId, amount: fen(this.on(account, orderLineId) + amount) })
  }

  on(account: Account, orderLineId: LineId): Fen {
    return this.#balances.get(keyOf(account, orderLineId))?.amount ?? fen(0)
  }

  /** Lines with something on the account; the whole order's, which is what was paid too much, first. */
  linesOn(account: Account): LineId[] {
    const lines = [...this.#balances.values()].filter((one) => one.account === account && one.amount !== 0).map((one) => one.orderLineId)
    return lines.toSorted((a, b) => Number(a !== null) - Number(b !== null))
  }

  /** Takes up to `amount` off what the account owes these lines, one after the other; answers what is still missing. */
  take(account: Account, lines: readonly LineId[], amount: number): number {
    let missing = amount
    for (const line of lines) {
      const part = Math.max(0, Math.min(missing, 0 - this.on(account, line)))
      this.post(account, line, part)
      missing -= part
    }
    return missing
  }

  /** What was posted, each account and line once. */
  postings(): Posting[] {
    return [...summed(this.#posted).values()].filter(({ amount }) => amount !== 0)
  }
}
