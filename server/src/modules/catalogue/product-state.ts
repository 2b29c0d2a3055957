/** A product with its one variant, as an import row or the form writes it. Money in fen; null: not priced. */
export interface ProductState {
  productId: string
  variantId: string
  sku: string
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

/** `version` counts every change of the variant. */
export type KeptState = ProductState & { version: number }

/** A SKU as it is compared: width and case don't matter. */
export function foldSku(sku: string): string {
  return sku.normalize('NFKC').trim().toUpperCase()
}
