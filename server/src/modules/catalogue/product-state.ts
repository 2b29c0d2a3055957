/** A variant with the product it is of, as an import row or the form writes them. Money in fen; null: not priced. */
export interface ProductState {
  productId: string
  variantId: string
  sku: string
  /** what tells it from the product's other variants; empty: it needs none */
  label: string
  name: string
  category: string
  brand: string
  /** as the shop wrote them; figures are read out of them when they are kept */
  specs: string
  description: string
  forRent: boolean
  forSale: boolean
  tracking: 'units' | 'bulk'
  dayRent: number | null
  threeDayRent: number | null
  weekRent: number | null
  deposit: number
  replacementValue: number
  price: number | null
  pictureIds: string[]
}

/** `version` counts every change of the product and of all its variants. */
export type KeptState = ProductState & { version: number }

/** What of a state is the product's, and so the same for all its variants. */
export const productFields = ['name', 'category', 'brand', 'specs', 'description', 'pictureIds'] as const satisfies (keyof ProductState)[]

/** A SKU, a name or a label as it is compared: width and case don't matter. */
export function folded(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase()
}
