import { randomUUID } from 'node:crypto'
import { type OrderFact, type Order, replay } from '@bobber/domain'
import { type Calls, isRefusal, type Refusal, type RouteName, type StaffRole } from '@bobber/protocol'
import { sql } from 'kysely'
import { counterPayments } from '../../integrations/payments/counter.ts'
import { simulatedPayments } from '../../integrations/payments/simulator.ts'
import { installJobs } from '../../jobs/worker.ts'
import type { Asker } from '../../platform/deps.ts'
import { catalogueHandlers } from '../catalogue/index.ts'
import { createCustomer } from '../people/index.ts'
import { callExtras, testShop, type TestShop } from '../stock/stock.builders.ts'
import { orderHandlers, orderJobs } from './index.ts'
import type { PaymentProviders } from './payments/port.ts'

export { at } from '../stock/stock.builders.ts'

type Routes = ReturnType<typeof orderHandlers>
type Route = keyof Routes & RouteName

/** A shop with orders: the story's price rules, people of every role, and its jobs done when asked. */
export interface OrderShop extends TestShop {
  staff(...roles: StaffRole[]): Asker
  customer(name?: string, phone?: string): Promise<Asker>
  /** One call; the same `key` is the same tap. */
  ask<K extends Route>(route: K, asker: Asker, body: Calls[K]['body'], key?: string): Promise<Calls[K]['reply'] | Refusal>
  /** As `ask`, where a refusal fails the test. */
  must<K extends Route>(route: K, asker: Asker, body: Calls[K]['body'], key?: string): Promise<Calls[K]['reply']>
  /**
   * Does every promised job that is due by the shop's clock, and what those promise; answers their names. Jobs without a time of their
   * own stand at the database's now.
   */
  work(): Promise<string[]>
  /** The facts of an order as its log holds them. */
  facts(orderId: string): Promise<OrderFact[]>
  /** An order as its row holds it, and as its facts fold: they must be equal (O11). */
  folded(orderId: string): Promise<{ state: Order; fold: Order | null }>
  /** What is still to be handed back by hand is (N10). */
  handBack(orderId: string): Promise<void>
  providers: PaymentProviders
}

export const storyRules: Calls['priceRules.change']['body'] = {
  weekendDays: [6, 7],
  weekendFactorBp: 12_000,
  graceMinutes: 30,
  latePerStartedHour: 600,
  lateCapDays: 1,
  bufferMinutes: 30,
}

export async function orderShop(change: Partial<PaymentProviders> = {}): Promise<OrderShop> {
  const shop = await testShop()
  const { deps, owner } = shop
  await installJobs(deps.pool)
  const rules = await catalogueHandlers['priceRules.change'](deps, owner, storyRules, callExtras)
  if (isRefusal(rules)) throw new Error(rules.code)
  const providers = { simulator: simulatedPayments(), counter: counterPayments(), ...change }
  const handlers = orderHandlers(providers)
  const jobs = orderJobs(deps, providers)

  async function ask<K extends Route>(route: K, asker: Asker, body: Calls[K]['body'], key: string = randomUUID()) {
    const handler = handlers[route] as unknown as (...args: unknown[]) => Promise<Calls[K]['reply'] | Refusal>
    return handler(deps, asker, body, { ...callExtras, key })
  }

  async function must<K extends Route>(route: K, asker: Asker, body: Calls[K]['body'], key?: string): Promise<Calls[K]['reply']> {
    const reply = await ask(route, asker, body, key)
    if (isRefusal(reply)) throw new Error(`${route} refused: ${JSON.stringify(reply)}`)
    return reply
  }

  async function facts(orderId: string): Promise<OrderFact[]> {
    const { rows } = await sql<{ conversation_id: string }>`
      select conversation_id from "order" where shop_id = ${owner.shopId} and order_id = ${orderId}`.execute(deps.db)
    const seer = { shopId: owner.shopId, personId: owner.personId, class: 'staff', desk: true } as const
    const entries = (await deps.log.store.history(seer, rows[0]?.conversation_id ?? '', 1, 1_000_000)) ?? []
    const all = entries
      .toSorted((a, b) => a.seq - b.seq)
      .map((entry) => ({ kind: entry.kind, content: JSON.parse(entry.content ?? '{}') as Record<string, unknown> }))
    return all.filter(({ content }) => content['orderId'] === orderId) as unknown as OrderFact[]
  }

  return {
    ...shop,
    providers,
    staff: (...roles) => ({ ...owner, personId: randomUUID(), sessionId: randomUUID(), roles }),
    async customer(name = '小林', phone) {
      const vault = await deps.vault.shop(owner.shopId)
      const personId = await createCustomer({ db: deps.db, shopId: owner.shopId, now: deps.clock.now() }, deps, vault, { name, phone })
      if (typeof personId !== 'string') throw new Error(personId.code)
      return { ...owner, personId, class: 'customer', roles: [], sessionId: randomUUID() }
    },
    ask,
    must,
    async work() {
      const done: string[] = []
      for (;;) {
        const { rows } = await sql<{ task: string; payload: unknown }>`
          delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
          where t.id = j.task_id and (t.identifier <> 'order.due' or j.run_at <= ${new Date(deps.clock.now())})
          returning t.identifier as task, j.payload`.execute(deps.db)
        if (rows.length === 0) return done
        for (const { task, payload } of rows) {
          done.push(task)
          await jobs[task]?.(payload)
        }
      }
    },
    facts,
    async folded(orderId) {
      const { rows } = await sql<{ state: Order; customer_id: string | null; stage: string }>`
        select state, customer_id, stage from "order" where shop_id = ${owner.shopId} and order_id = ${orderId}`.execute(deps.db)
      const [row] = rows
      if (!row) throw new Error('no such order')
      const fold = replay(await facts(orderId))
      if (row.customer_id !== fold?.customerId) throw new Error(`the row says ${row.customer_id}, the log ${fold?.customerId}`)
      return { state: row.state, fold }
    },
    async handBack(orderId) {
      const { refunds } = await must('order.get', owner, { orderId })
      for (const { refundId } of refunds) await must('refund.handBack', owner, { refundId })
    },
  }
}
