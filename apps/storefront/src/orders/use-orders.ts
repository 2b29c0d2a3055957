import type { OrderView } from '@bobber/protocol'
import { useQuery } from '../use-query.ts'

interface Orders {
  readonly orders: readonly OrderView[]
  readonly heldUntil: number | null
  again: () => void
}

/** The orders of a conversation as they are now; `useFreshOrders` asks again after every new fact. */
export function useOrders(conversationId: string): Orders {
  const { value, heldUntil, again } = useQuery('conversation.get', { conversationId })
  return { orders: value?.orders ?? [], heldUntil, again }
}
