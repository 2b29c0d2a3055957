import { keep, keptOr } from '../kept.ts'
import type { Picked } from './span.ts'

/** What somebody has chosen on a product's page; it outlives signing in (C5). */
export interface Draft {
  readonly productId: string
  readonly variantId: string
  readonly kind: 'rental' | 'sale'
  readonly quantity: number
  readonly picked: Picked
  readonly remark: string
  /** the order button was pressed and only signing in stood between */
  readonly wanted: boolean
}

const name = 'draft'

export function keepDraft(draft: Draft): void {
  keep(name, draft)
}

/** The draft of this product, if the newest one is of it. */
export function draftOf(productId: string): Draft | null {
  return keptOr<Draft | null>(name, (value) => (isDraft(value) && value.productId === productId ? value : undefined), null)
}

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' && value !== null && 'productId' in value && 'picked' in value && 'wanted' in value && 'variantId' in value
  )
}
