import type { Deps } from '../../platform/deps.ts'
import { signHead } from '../conversations/index.ts'
import { doDue } from './due.ts'
import { tellOfFewer } from './endangered.ts'
import { doRefunds } from './payments/do-refunds.ts'
import type { PaymentProviders } from './payments/port.ts'

/** What the orders promise to do later, by the jobs' names; each looks at the rows first and does nothing twice. */
export function orderJobs(deps: Deps, providers: PaymentProviders): Record<string, (payload: unknown) => Promise<void>> {
  return {
    'order.due': (payload) => doDue(deps, read(payload, 'shopId'), read(payload, 'orderId')),
    'order.refund': (payload) => doRefunds(deps, providers, read(payload, 'shopId'), read(payload, 'orderId')),
    'stock.fewer': (payload) => tellOfFewer(deps, read(payload, 'shopId'), read(payload, 'variantId')),
    'conversation.signHead': (payload) => signHead(deps, read(payload, 'shopId'), read(payload, 'conversationId')),
  }
}

/** Payloads were written by ourselves, perhaps by an older version: one that lacks a name is a fault. */
function read(payload: unknown, name: string): string {
  const value =
    typeof payload === 'object' && payload !== null && name in payload
      ? Object.entries(payload).find(([key]) => key === name)?.[1]
      : undefined
  if (typeof value !== 'string') throw new Error(`a job without ${name}`)
  return value
}
