import type { FactContents, FeeKind, FeeSheetLine } from '@bobber/protocol'
import { type Account, type Balances, Book, type LineId, type Posting, withPostings } from './book.ts'
import { evolve } from './evolve.ts'
import type { Order, OrderFact } from './order.ts'

/**
 * The postings of one fact. `order` and `balances` are the order's before it. Facts without money post nothing.
 * @throws RangeError when more is given back or kept than is held: a fault, `decide` has refused it before.
 */
export function postingsOf(order: Order | null, fact: OrderFact, balances: Balances): Posting[] {
  if (!order) return []
  const book = new Book(balances)
  if (fact.kind === 'payment.captured') takeIn(book, order, fact.content)
  if (fact.kind === 'rent.earned') earn(book, fact.content)
  if (fact.kind === 'settlement.confirmed' && order.settlement) settle(book, order.settlement.sheet.lines, order.settlement.kept)
  // An order of sales alone needs no settlement: its charges are earned when it closes.
  if (fact.kind === 'order.closed' && !order.settlement && order.sheet) settle(book, order.sheet.lines, 0)
  if (fact.kind === 'refund.made') giveBack(book, fact.content)
  return book.postings()
}

/** All postings of an order's facts with their balances, as a fold. */
export function ledgerOf(facts: readonly OrderFact[]): { readonly postings: readonly Posting[]; readonly balances: Balances } {
  let order: Order | null = null
  let balances: Balances = []
  const postings: Posting[] = []
  for (const fact of facts) {
    const made = postingsOf(order, fact, balances)
    postings.push(...made)
    balances = withPostings(balances, made)
    order = evolve(order, fact)
  }
  return { postings, balances }
}

type Liability = 'deposits' | 'prepaid:rent' | 'prepaid:sale'
const prepaid = ['prepaid:rent', 'prepaid:sale'] as const

/** What money for a kind of fee is until it is earned, and what it is then. */
const accounts: Readonly<Record<FeeKind, { before: Liability; earned: Account | null }>> = {
  rent: { before: 'prepaid:rent', earned: 'revenue:rent' },
  sale: { before: 'prepaid:sale', earned: 'revenue:sale' },
  deposit: { before: 'deposits', earned: null },
  late: { before: 'prepaid:rent', earned: 'revenue:late' },
  damage: { before: 'prepaid:rent', earned: 'revenue:damage' },
  cleaning: { before: 'prepaid:rent', earned: 'revenue:cleaning' },
  earlyReturn: { before: 'prepaid:rent', earned: 'revenue:rent' },
}

/** Fills what each line still waits for, in the order of the sheet; what is over is the whole order's. Money that was owed isn't prepaid. */
function takeIn(book: Book, order: Order, { provider, amount, rent, sale, deposit }: FactContents['payment.captured']): void {
  const owed = Math.min(rent, book.on('receivable', null))
  const open = order.ended || order.settlement?.confirmed ? [] : (order.sheet?.lines ?? [])
  book.post(`cash:${provider}`, null, amount)
  book.post('receivable', null, -owed)
  const fill = (account: Liability, part: number): void => {
    let left = part
    for (const [line, wanted] of byLine(open.filter(({ kind }) => accounts[kind].before === account))) {
      // Rent that was earned meanwhile was paid as well.
      const earned = account === 'prepaid:rent' ? book.on('revenue:rent', line) : 0
      const filled = Math.max(0, Math.min(left, wanted + book.on(account, line) + earned))
      book.post(account, line, -filled)
      left -= filled
    }
    book.post(account, null, -left)
  }
  fill('prepaid:sale', sale)
  fill('prepaid:rent', rent - owed)
  fill('deposits', deposit)
}

function earn(book: Book, { lines }: FactContents['rent.earned']): void {
  for (const { orderLineId, amount } of lines) {
    book.post('prepaid:rent', orderLineId, amount)
    book.post('revenue:rent', orderLineId, -amount)
  }
}

/**
 * The charges become revenue, line by line: what was earned day by day is counted in, and what was earned too much goes back by a posting
 * of today. They are paid from the line's own prepaid money, then from the other lines', then from `kept` of the deposits; the rest is owed.
 */
function settle(book: Book, lines: readonly FeeSheetLine[], kept: number): void {
  const needs = new Map<LineId, number>()
  for (const account of ['revenue:rent', 'revenue:sale', 'revenue:late', 'revenue:damage', 'revenue:cleaning'] as const) {
    const wanted = byLine(lines.filter(({ kind }) => accounts[kind].earned === account))
    for (const line of new Set([...wanted.keys(), ...book.linesOn(account)])) {
      const more = (wanted.get(line) ?? 0) + book.on(account, line)
      book.post(account, line, -more)
      needs.set(line, (needs.get(line) ?? 0) + more)
    }
  }
  let missing = 0
  const charged: LineId[] = []
  for (const [line, need] of needs) {
    if (need < 0) book.post('prepaid:rent', line, need)
    const open = prepaid.reduce((rest, account) => book.take(account, [line], rest), Math.max(0, need))
    missing += open
    if (open > 0) charged.push(line)
  }
  for (const account of prepaid) missing = book.take(account, book.linesOn(account), missing)
  const fromDeposits = Math.min(missing, kept)
  if (book.take('deposits', [...charged, ...book.linesOn('deposits')], fromDeposits) > 0) throw new RangeError('more is kept than held')
  book.post('receivable', null, missing - fromDeposits)
}

/**
 * Deposit money as the fact says, then what was paid too much, then money for rent and for sale. Rent that was earned and isn't after all
 * (handed over across midnight, and undone) is taken back by a posting of today.
 */
function giveBack(book: Book, { provider, amount, deposit }: FactContents['refund.made']): void {
  let missing = book.take('deposits', book.linesOn('deposits'), deposit) + amount - deposit
  for (const account of [...prepaid, 'revenue:rent'] as const) missing = book.take(account, book.linesOn(account), missing)
  if (missing > 0) throw new RangeError(`${missing} fen more is given back than held`)
  book.post(`cash:${provider}`, null, -amount)
}

function byLine(lines: readonly FeeSheetLine[]): Map<LineId, number> {
  const sums = new Map<LineId, number>()
  for (const { orderLineId, amount } of lines) sums.set(orderLineId, (sums.get(orderLineId) ?? 0) + amount)
  return sums
}
