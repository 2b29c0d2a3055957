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

/**
 * A fact in the log means that rows changed: what was asked about them is asked again. Messages change none. After an outage it is
 * asked once more, with all that nobody answered: a fact that came just before doesn't come twice.
 */
export function refreshByFacts(client: Client, cache: QueryClient): () => void {
  const byFacts = client.onEntry((entry) => {
    if (entry.kind.startsWith('message.')) return
    void cache.invalidateQueries({ predicate: (query) => afterFacts.has(String(query.queryKey[0])) })
  })
  let [wasLive, lost] = [false, false]
  const byOutage = client.subscribe(() => {
    const live = client.connection() === 'live'
    if (live && lost) {
      void cache.invalidateQueries({ predicate: ({ queryKey, state }) => afterFacts.has(String(queryKey[0])) || state.status === 'error' })
    }
    wasLive ||= live
    lost = wasLive && !live
  })
  return () => {
    byFacts()
    byOutage()
  }
}
