/** A quantity of one variant that an order asks for. */
export interface HoldRequest {
  claimId: string
  orderId: string
  /** what people call the order: refusals and lists of claims name it */
  orderNumber: string
  orderLineId: string
  variantId: string
  /** rented and tracked pieces: one claim for each, so that each is named, and comes back, by itself */
  quantity: number
  /** epoch ms, the span asked for; `until` null: sold, it never comes back */
  from: number
  until: number | null
  /** blocked after `until` for drying and checking, as the plan had it at this moment (ST4); 0 for sales */
  bufferMinutes: number
  /** the span that is billed; absent: the span asked for */
  billed?: { from: number; until: number }
}

/** What is free of a variant in a span. */
export interface SpanAsked {
  variantId: string
  quantity: number
  from: number
  until: number | null
  bufferMinutes: number
}

export interface Free {
  /** pieces to be had for the whole span, never below 0 */
  free: number
  /** epoch ms: the first moment from which the quantity is free for the length (ST7); null: never, or sold goods */
  freeFrom: number | null
}

export type ClaimPhase = 'held' | 'committed' | 'out' | 'returned' | 'closed'

/** A claim of an order as it stands. */
export interface OrderClaim {
  claimId: string
  orderLineId: string
  variantId: string
  unitId: string | null
  unitCode: string | null
  quantity: number
  phase: ClaimPhase
  /** epoch ms, the buffer included; `until` null: sold, or overdue */
  from: number
  until: number | null
}
