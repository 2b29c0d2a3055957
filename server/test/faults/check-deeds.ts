import type { Say } from './check.ts'
import type { History, LogEntry } from './history.ts'

/** What was answered to commands stands; none of them was done twice, whether it was answered or not; and the log tells of each (L3). */
export function checkDeeds({ devices, log }: History, byConversation: Map<string, LogEntry[]>, say: Say): void {
  const byMoment = Map.groupBy(log.orders, (order) => order.from)
  const byId = new Map(log.orders.map((order) => [order.orderId, order]))
  for (const [from, orders] of byMoment) if (orders.length > 1) say('I2', `the order of ${from} was placed ${orders.length} times`)
  for (const { name, deeds } of devices) {
    for (const deed of deeds) {
      if ('placed' in deed && byId.get(deed.orderId)?.from !== deed.placed)
        say('I1', `${name}: the order ${deed.orderId} was placed and is gone`)
      if ('cancelled' in deed && byId.get(deed.cancelled)?.stage !== 'cancelled')
        say('I1', `${name}: ${deed.cancelled} was cancelled and is not`)
      if ('recalled' in deed && byConversation.get(deed.conversationId)?.[deed.recalled - 1]?.gone !== true)
        say('I1', `${name}: ${deed.conversationId}/${deed.recalled} was taken back and still has its words`)
    }
  }
  const told = log.entries.filter(({ kind }) => kind === 'order.placed').length
  if (told !== log.orders.length) say('L3', `${log.orders.length} orders stand in the rows, the log tells of ${told}`)
}
