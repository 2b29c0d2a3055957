import { isRefusal } from '@bobber/protocol'
import type { Deps } from '../../platform/deps.ts'
import { shopRules } from '../shops/index.ts'
import { system } from './actors.ts'
import { tellOfLate } from './endangered.ts'
import { give } from './give.ts'
import { enqueueDue, nextDue } from './next-due.ts'
import { readOrder } from './order-row.ts'

/**
 * What is due of an order by the shop's clock happens: an unpaid hold ends, what nobody collected is forgone, what isn't back is overdue,
 * a day has earned its rent.
 */
export async function doDue(deps: Deps, shopId: string, orderId: string): Promise<void> {
  await deps.log.transact(shopId, async (tx) => {
    const row = await readOrder(tx.db, shopId, orderId, true)
    const due = row && nextDue(row, (await shopRules(tx.db, shopId)).zone, tx.now)
    if (!row || !due) return {}
    // Early by the shop's clock: a practice clock stands elsewhere than the jobs' table believed. Promised once more.
    if (due.at > tx.now) {
      await enqueueDue(tx, row)
      return {}
    }
    const given = await give(tx, row, due.command, system)
    if (isRefusal(given)) throw new Error(`${due.command.kind} was due and refused: ${given.code}`)
    if (due.command.kind === 'rental.markOverdue') {
      const refusal = await tellOfLate(tx, given.row)
      if (refusal) throw new Error(`who waits could not be told: ${refusal.code}`)
    }
    return {}
  })
}
