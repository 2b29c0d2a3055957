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

type Wish = Pick<Draft, 'variantId' | 'kind'>

const name = 'draft'

/** What was asked for before signing in can't be had any more as it was asked for; another thing is never ordered in its place (C5). */
export function isStopped(draft: Wish & Pick<Draft, 'wanted'>, offered: Wish | null): boolean {
  return draft.wanted && (draft.kind !== offered?.kind || draft.variantId !== offered.variantId)
}

export function keepDraft(draft: Draft): void {
  keep(name, draft)
}

/**
 * Changes a draft part by part, keeps and draws it. What gives a part may stem from an older drawing: an order on its way took the wish back
 * with `wanted` as it was before, and the next visit ordered once more.
 */
export function keepingDraft(first: Draft, draw: (draft: Draft) => void): (part: Partial<Draft>) => void {
  let newest = first
  return (part) => {
    newest = { ...newest, ...part }
    keepDraft(newest)
    draw(newest)
  }
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
