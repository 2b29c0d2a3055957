import type { Calls } from '@bobber/protocol'
import { useAsk } from './ask.ts'
import { useMay } from './me.tsx'

/** The order that a talk speaks of, for roles that may see it. */
export function useOrder(orderId: string): Calls['order.get']['reply'] | undefined {
  const may = useMay()
  return useAsk('order.get', { orderId }, { enabled: may('order.get') }).data
}
