import { folded, productFields } from '../../catalogue/index.ts'
import type { Known, Understood } from './understand.ts'
import type { Faulty } from './words.ts'

type Twin = Pick<Faulty, 'line' | 'fault'> & { values: Record<string, string | number> }

/**
 * Finds the rows that are variants of one product: known SKUs stay with theirs, a new one that has a label joins the product of its name.
 * What rows say of their product they say together; a product that no row knows by SKU stays as it is. Pure.
 */
export function gather(rows: readonly Understood[], known: Known): { rows: Understood[]; errors: Twin[] } {
  const homes = new Map<string, Pick<Understood, 'product' | 'version'>>()
  for (const { productId, version, name } of known.relatives.toReversed()) homes.set(folded(name), { product: productId, version })
  for (const { kept, state } of rows.toReversed())
    if (kept) homes.set(folded(state.name), { product: kept.productId, version: kept.version })
  const placed = rows.map((row) => ({ ...row, ...homeOf(row, homes) }))
  const groups = Map.groupBy(placed, ({ product }) => product)
  return {
    rows: placed.map((row) => ({ ...row, state: { ...row.state, ...ofProduct(groups.get(row.product) ?? [row], known) } })),
    errors: [...groups.values()].flatMap((group) => twinsIn(group, known)),
  }
}

function homeOf({ kept, state, line }: Understood, homes: Map<string, Pick<Understood, 'product' | 'version'>>): Partial<Understood> {
  if (kept) return { product: kept.productId, version: kept.version }
  if (state.label === '') return { product: `line ${line}`, version: 0 }
  return homes.get(folded(state.name)) ?? { product: `name ${folded(state.name)}`, version: 0 }
}

const longestSpecs = 400
const mostPictures = 12

/** What the rows of one product say of it: the first that says something, and all their figures and pictures. */
function ofProduct(group: readonly Understood[], known: Known): Partial<Understood['state']> {
  const [first] = group
  if (!first || (group.length === 1 && first.version === 0)) return {}
  const standing = known.relatives.find(({ productId }) => productId === first.product)
  if (standing && group.every(({ kept }) => kept === null)) {
    return Object.fromEntries(productFields.map((field) => [field, standing[field]]))
  }
  const say = (field: 'category' | 'brand' | 'description'): string => group.find(({ state }) => state[field] !== '')?.state[field] ?? ''
  const specs = new Set(group.map(({ state }) => state.specs).filter((text) => text !== ''))
  return {
    name: first.state.name,
    category: say('category'),
    brand: say('brand'),
    description: say('description'),
    specs: [...specs].reduce((all, text) => (all.length + text.length < longestSpecs ? `${all}${all && '；'}${text}` : all), ''),
    pictureIds: [...new Set(group.flatMap(({ state }) => state.pictureIds))].slice(0, mostPictures),
  }
}

/** Variants of a product that nothing tells apart. */
function twinsIn(group: readonly Understood[], { relatives }: Known): Twin[] {
  const others = relatives.filter(
    ({ productId, variantId }) => productId === group[0]?.product && !group.some(({ kept }) => kept?.variantId === variantId),
  )
  const skus = new Map(others.map(({ label, sku }) => [folded(label), sku]))
  return group.flatMap(({ line, state: { label, sku } }): Twin[] => {
    const twin = skus.get(folded(label))
    skus.set(folded(label), sku)
    return twin === undefined ? [] : [{ line, fault: 'variantTwice', values: { label, sku: twin } }]
  })
}
