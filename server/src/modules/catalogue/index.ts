import type { HandlersOf } from '../../platform/handler.ts'
import { priceRulesChange, priceRulesGet } from './rules.ts'

/** Catalogue: what is offered and what it costs. Its products are listed by the stock, which knows what is free of them. */
export { planById, planOf } from './plans.ts'
export { readVariants, type VariantRow } from './variants.ts'

export const catalogueHandlers: HandlersOf<'priceRules.get' | 'priceRules.change'> = {
  'priceRules.get': priceRulesGet,
  'priceRules.change': priceRulesChange,
}
