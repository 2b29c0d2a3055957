import { evolve, type Order, type OrderCommand, type OrderFact } from '@bobber/domain'
import { isRefusal, type Refusal } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import { decideAs, type Doer, system } from './actors.ts'
import { enqueueDue } from './next-due.ts'
import type { OrderRow } from './order-row.ts'
import { planRefunds } from './payments/plan-refunds.ts'
import { posts, readBalances, writePostings } from './postings.ts'
import { settlementDue } from './rentals/settle.ts'
import { enqueueSignature, isMoney } from './signature.ts'
import { takeStockEffects } from './stock-effects.ts'
import { writeRows } from './write-rows.ts'
import { writeState } from './write-state.ts'

interface Given {
  row: OrderRow
  facts: OrderFact[]
}

/**
 * Gives a command to an order whose row is locked: decide → facts → rows, postings, stock, promises, in one transaction (O11). Whichever
 * command was the last that a settlement waited for, the settlement is proposed with it (O16, R6).
 * Answers the order after it with the command's facts, none when it had happened already; or the refusal, and nothing is written.
 */
export async function give(tx: Tx, row: OrderRow, command: OrderCommand, doer: Doer): Promise<Given | Refusal> {
  const given = await decideAndWrite(tx, row, command, doer)
  if (isRefusal(given) || given.facts.length === 0) return given
  const sheet = await settlementDue(tx, given.row)
  if (sheet === null || isRefusal(sheet)) return sheet ?? given
  const proposed = await decideAndWrite(
    tx,
    given.row,
    { kind: 'settlement.propose', content: { sheet } },
    { ...system, authorId: doer.authorId },
  )
  return isRefusal(proposed) ? proposed : { row: proposed.row, facts: given.facts }
}

async function decideAndWrite(tx: Tx, row: OrderRow, command: OrderCommand, doer: Doer): Promise<Given | Refusal> {
  const facts = decideAs(row.order, command, doer, tx.now)
  if (isRefusal(facts) || facts.length === 0) return isRefusal(facts) ? facts : { row, facts }
  return { row: await write(tx, row, row.order, facts, doer.authorId), facts }
}

/** Writes the facts of an order that stands at `before` (null: they place it) with all that follows from them. */
export async function write(
  tx: Tx,
  row: Omit<OrderRow, 'order'>,
  before: Order | null,
  facts: readonly OrderFact[],
  authorId: string | null,
): Promise<OrderRow> {
  let balances = facts.some(posts) ? await readBalances(tx.db, tx.shopId, row.orderId) : []
  let order = before
  for (const fact of facts) {
    const entryId = tx.append({ ...fact, conversationId: row.conversationId, authorId })
    balances = await writePostings(tx, { orderId: row.orderId, entryId, order, fact, balances })
    order = evolve(order, fact)
    await writeRows(tx, order, fact, entryId)
    await takeStockEffects(tx, order, fact)
  }
  if (!order) throw new Error('facts without an order')
  const after = { ...row, customerId: order.customerId, order }
  await writeState(tx, after)
  await planRefunds(tx, after)
  await enqueueDue(tx, after)
  if (facts.some(isMoney)) await enqueueSignature(tx, row.conversationId)
  return after
}
