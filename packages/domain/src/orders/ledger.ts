import type { FactContents, Fen } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import { evolve } from './evolve.ts'
import { dueOf } from './money.ts'
import type { Order, OrderFact } from './order.ts'

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

/** One line of the double-entry ledger: a debit is positive, a credit negative; a fact's postings sum to zero (O8). */
export interface Posting {
  readonly account: Account
  readonly amount: Fen
}

/** An order's balance on every account it has touched. */
export type Balances = Readonly<Partial<Record<Account, Fen>>>

/**
 * The postings of one fact. `order` and `balances` are the order's before it. Facts without money post nothing.
 * @throws RangeError when more is given back than is held: a fault, `decide` has refused it before.
 */
export function postingsOf(order: Order | null, fact: OrderFact, balances: Balances): Posting[] {
  if (fact.kind === 'payment.captured') return takingIn(fact.content, balances)
  if (fact.kind === 'settlement.confirmed' && order) return settling(order, balances)
  if (fact.kind === 'deposit.refunded') return givingBack(fact.content.provider, fact.content.amount, balances)
  return fact.kind === 'order.closed' && order ? earningTheSale(order, balances) : []
}

/** All postings of an order's facts with their balances, as a fold. */
export function ledgerOf(facts: readonly OrderFact[]): { readonly postings: readonly Posting[]; readonly balances: Balances } {
  let order: Order | null = null
  let balances: Balances = {}
  const postings: Posting[] = []
  for (const fact of facts) {
    const made = postingsOf(order, fact, balances)
    postings.push(...made)
    balances = withPostings(balances, made)
    order = evolve(order, fact)
  }
  return { postings, balances }
}

export function withPostings(balances: Balances, postings: readonly Posting[]): Balances {
  const next: Partial<Record<Account, Fen>> = { ...balances }
  for (const { account, amount } of postings) next[account] = fen((next[account] ?? 0) + amount)
  return next
}

/**
 * How much of `rent` is earned at `now` (epoch ms): evenly over `[from, until)`, rounded down, all of it at the end.
 * A day's posting is the difference to the day before, so the days always sum to the rent.
 */
export function earnedRent(rent: Fen, from: number, until: number, now: number): Fen {
  if (now >= until) return rent
  return fen(now <= from ? 0 : Math.floor((rent * (now - from)) / (until - from)))
}

/** Moves what is earned by now, beyond what has been posted as earned, out of the prepaid rent. */
export function earningPostings(earned: Fen, balances: Balances): Posting[] {
  const posted = 0 - (balances['revenue:rent'] ?? 0)
  const prepaid = 0 - (balances['prepaid:rent'] ?? 0)
  const more = Math.max(0, Math.min(earned - posted, prepaid))
  return entries([
    ['prepaid:rent', more],
    ['revenue:rent', -more],
  ])
}

/** Money that is owed since a settlement is no longer prepaid. */
function takingIn({ provider, amount, rent, sale, deposit }: FactContents['payment.captured'], balances: Balances): Posting[] {
  const owed = Math.min(rent, balances.receivable ?? 0)
  return entries([
    [`cash:${provider}`, amount],
    ['receivable', -owed],
    ['deposits', -deposit],
    ['prepaid:sale', -sale],
    ['prepaid:rent', -(rent - owed)],
  ])
}

/** The charges become revenue, paid from prepaid money first, then from the deposit; what neither covers is owed. */
function settling(order: Order, balances: Balances): Posting[] {
  if (!order.settlement) return []
  const { totals } = order.settlement.sheet
  const earned = (account: Account): number => 0 - (balances[account] ?? 0)
  // Discounts and early returns lower the rent; what is left below zero lowers the sale.
  const rentNet = totals.charges - totals.sale - totals.late - totals.damage - totals.cleaning
  const revenue: [Account, number][] = [
    ['revenue:rent', -(Math.max(0, rentNet) - earned('revenue:rent'))],
    ['revenue:sale', -(totals.sale + Math.min(0, rentNet) - earned('revenue:sale'))],
    ['revenue:late', 0 - totals.late],
    ['revenue:damage', 0 - totals.damage],
    ['revenue:cleaning', 0 - totals.cleaning],
  ]
  let needed = 0 - revenue.reduce((sum, [, amount]) => sum + amount, 0)
  const take = (available: number): number => {
    const taken = Math.max(Math.min(needed, available), needed < 0 ? needed : 0)
    needed -= taken
    return taken
  }
  const rent = take(earned('prepaid:rent'))
  const sale = take(earned('prepaid:sale'))
  const deposits = take(Math.min(order.settlement.kept, earned('deposits')))
  return entries([...revenue, ['prepaid:rent', rent], ['prepaid:sale', sale], ['deposits', deposits], ['receivable', needed]])
}

/** Deposit money goes back first, then money for rent, then for sale. */
function givingBack(provider: string, amount: number, balances: Balances): Posting[] {
  let left = amount
  const taken = (['deposits', 'prepaid:rent', 'prepaid:sale'] as const).map((account): [Account, number] => {
    const part = Math.min(left, 0 - (balances[account] ?? 0))
    left -= part
    return [account, part]
  })
  if (left > 0) throw new RangeError(`${left} fen more given back than held`)
  return entries([...taken, [`cash:${provider}`, -amount]])
}

/** An order of sales alone needs no settlement: its charges are earned when it closes; what was paid too much stays prepaid. */
function earningTheSale(order: Order, balances: Balances): Posting[] {
  if (order.settlement || !order.sheet) return []
  const fromSale = Math.min(order.sheet.totals.charges, 0 - (balances['prepaid:sale'] ?? 0))
  const fromRent = Math.min(order.sheet.totals.charges - fromSale, 0 - (balances['prepaid:rent'] ?? 0))
  return entries([
    ['prepaid:sale', fromSale],
    ['prepaid:rent', fromRent],
    ['revenue:sale', 0 - fromSale - fromRent],
  ])
}

function entries(lines: readonly (readonly [Account, number])[]): Posting[] {
  return lines.filter(([, amount]) => amount !== 0).map(([account, amount]) => ({ account, amount: fen(amount) }))
}

/** True when nothing is left to do with money: no deposit held, nothing prepaid, nothing owed. */
export function isSquare(order: Order, balances: Balances): boolean {
  const open: readonly Account[] = ['receivable', 'deposits', 'prepaid:rent', 'prepaid:sale']
  return dueOf(order) === 0 && open.every((account) => (balances[account] ?? 0) === 0)
}
