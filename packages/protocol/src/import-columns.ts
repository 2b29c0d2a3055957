/** Columns an import understands; a file's own headers are mapped to them. */
export const importColumns = [
  'sku',
  'name',
  'variant',
  'category',
  'brand',
  'specs',
  'description',
  'dayRent',
  'threeDayRent',
  'weekRent',
  'deposit',
  'replacementValue',
  'price',
  'tracking',
  'quantity',
  'unitCodes',
  'image',
] as const
export type ImportColumn = (typeof importColumns)[number]
