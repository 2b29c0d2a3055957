import type { Client } from '@bobber/client/client'
import type { QueryClient } from '@tanstack/react-query'

const afterFacts = new Set([
  'order.get',
  'order.list',
  'handOvers.today',
  'conversation.get',
  'customerHistory.get',
  'ledger.order',
  'stock.list',
  'variant.get',
  'calendar.get',
  'unit.find',
  'order.price',
])

/** A fact in the log means that rows changed: what was asked about them is asked again. Messages change none. */
export function refreshByFacts(client: Client, cache: QueryClient): () => void {
  return client.onEntry((entry) => {
    if (entry.kind.startsWith('message.')) return
    void cache.invalidateQueries({ predicate: (query) => afterFacts.has(String(query.queryKey[0])) })
  })
}
