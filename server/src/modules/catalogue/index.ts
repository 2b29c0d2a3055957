import type { HandlersOf } from '../../platform/handler.ts'
import { priceRulesChange, priceRulesGet } from './rules.ts'

/** Catalogue: what is offered and what it costs. The routes that list it are the stock's, which knows what is free of it. */
export { readCursor, writeCursor } from './cursor.ts'
export { findProducts } from './find-products.ts'
export { countCategories, hasProducts, listProducts } from './list-products.ts'
export { listVariants } from './list-variants.ts'
export { plansOf } from './plans.ts'
export { folded, type KeptState, productFields, type ProductState } from './product-state.ts'
export { readProduct } from './read-product.ts'
export { statesByName, statesBySku, statesOfProducts, statesOfVariants } from './read-states.ts'
export { hasPriceRules } from './rules.ts'
export { readVariants, type VariantRow } from './variants.ts'
export { lockCatalogue, removeVariants, writeStates } from './write-states.ts'

export const catalogueHandlers: HandlersOf<'priceRules.get' | 'priceRules.change'> = {
  'priceRules.get': priceRulesGet,
  'priceRules.change': priceRulesChange,
}
