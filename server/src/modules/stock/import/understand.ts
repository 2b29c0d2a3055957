import type { Currency, ImportColumn } from '@bobber/protocol'
import { folded, type KeptState, type ProductState } from '../../catalogue/index.ts'
import { foldCode } from '../units/by-code.ts'
import { labelNumber } from '../units/labels.ts'
import { type CurrencyChoice, isFault, isNone, mostPieces, mostUnits, readCount, readList, readPrice, readTracking } from './cells.ts'
import {
  currencyColumnOf,
  currencyOfCell,
  currencyOfHeader,
  currencyOfRow,
  type Mapping,
  type PriceColumn,
  priceColumns,
} from './headers.ts'
import { type KeptPictures, pictureFinder } from './pictures.ts'
import { gather } from './products.ts'
import type { Table, TableRow } from './table.ts'
import type { Faulty, RowFault } from './words.ts'

/** What the shop already holds that a table is read against. */
export interface Known {
  /** by folded SKU */
  states: Map<string, KeptState>
  /** by variant: pieces owned, and the most that orders have at one moment */
  levels: Map<string, { owned: number; promised: number }>
  /** unit codes → the variant they are of; empty: their unit is retired */
  codes: Map<string, string>
  /** by variant: the units that no supplier's code is known of, in the order of their labels */
  uncoded: Map<string, string[]>
  /** all variants of the products that the table's SKUs and names speak of, in the order they were made */
  relatives: KeptState[]
}

/** A variant without ids: known ones are found by their SKU, new ones get theirs when they are written. */
export interface Understood {
  line: number
  state: Omit<ProductState, 'productId' | 'variantId'>
  kept: KeptState | null
  /** rows with the same are variants of one product: its id, or for a new one any word */
  product: string
  /** the known product's version before; 0: it is new */
  version: number
  /** pieces to have afterwards; null: as many as there are */
  quantity: number | null
  /** codes of the pieces that are new */
  unitCodes: string[]
  /** codes for pieces that are there and have none */
  keptCodes: { unitId: string; code: string }[]
  tracking: 'units' | 'bulk' | 'saleOnly'
}

export interface Reading {
  rows: Understood[]
  errors: Faulty[]
  /** the foreign currency that has to be decided about; null: none, or decided */
  askCurrency: Currency | null
  pictureIds: string[]
  missingPictures: string[]
}

export interface Choices {
  mapping: Mapping
  currency: CurrencyChoice
  pictures: KeptPictures
}

const lengths: Partial<Record<ImportColumn, number>> = {
  sku: 40,
  name: 120,
  variant: 40,
  category: 60,
  brand: 60,
  specs: 400,
  description: 4000,
}

/** Reads a whole table: every row understood, or told why not. Pure; the same for preview, dry run and commit (M4). */
export function understand(table: Table, { mapping, currency, pictures }: Choices, known: Known): Reading {
  const headerOf = new Map<ImportColumn, string>()
  for (const header of table.headers) {
    const column = mapping[header]
    if (column && !headerOf.has(column)) headerOf.set(column, header)
  }
  const errors: Faulty[] = []
  const need = (['sku', 'name'] as const).filter((column) => !headerOf.has(column))
  for (const column of need) errors.push({ line: 1, column, value: '', fault: 'noColumn', values: { column } })
  const foreign = foreignCurrency(table, headerOf)
  const reading: Reading = { rows: [], errors, askCurrency: currency === undefined ? foreign : null, pictureIds: [], missingPictures: [] }
  if (need.length > 0) return reading
  const context: Context = {
    headerOf,
    currency,
    foreign,
    beside: currencyColumnOf(table.headers),
    known,
    find: pictureFinder(pictures),
    skus: new Map(),
    codes: new Map(),
    pictureIds: new Set(),
    missing: new Set(),
  }
  for (const row of table.rows) {
    const understood = understandRow(row, context)
    if (Array.isArray(understood)) errors.push(...understood)
    else reading.rows.push(understood)
  }
  const { rows, errors: twins } = gather(reading.rows, known)
  reading.rows = rows
  const column = headerOf.get('variant') ?? 'variant'
  for (const twin of twins) errors.push({ ...twin, column, value: String(twin.values['label']) })
  reading.errors = errors.toSorted((one, other) => one.line - other.line)
  reading.pictureIds = [...context.pictureIds]
  reading.missingPictures = [...context.missing]
  return reading
}

interface Context {
  headerOf: Map<ImportColumn, string>
  currency: CurrencyChoice
  foreign: Currency | null
  /** the header of the column that says each row's currency */
  beside: string | null
  known: Known
  find: ReturnType<typeof pictureFinder>
  /** folded SKU, folded code → the line it stands in */
  skus: Map<string, number>
  codes: Map<string, number>
  pictureIds: Set<string>
  missing: Set<string>
}

/** The first currency but yuan that a price column names, in its header, in a cell or beside it: never taken as yuan (M6). */
function foreignCurrency({ headers, rows }: Table, headerOf: Map<ImportColumn, string>): Currency | null {
  const beside = currencyColumnOf(headers)
  for (const column of priceColumns) {
    const header = headerOf.get(column)
    if (header === undefined) continue
    const named = currencyOfHeader(header)
    if (named !== null && named !== 'CNY') return named
    for (const { cells } of rows) {
      const cell = cells[header] ?? ''
      const currency = currencyOfCell(cell) ?? (cell === '' ? null : currencyOfRow(cells[beside ?? ''] ?? ''))
      if (currency !== null && currency !== 'CNY') return currency
    }
  }
  return null
}

function understandRow(row: TableRow, context: Context): Understood | Faulty[] {
  const { headerOf, known } = context
  const errors: Faulty[] = []
  const has = (column: ImportColumn): boolean => headerOf.has(column)
  const cell = (column: ImportColumn): string => row.cells[headerOf.get(column) ?? ''] ?? ''
  const wrong = (column: ImportColumn, fault: RowFault, values?: Record<string, string | number>, value = cell(column)): void => {
    errors.push({ line: row.line, column: headerOf.get(column) ?? column, value, fault, ...(values && { values }) })
  }
  if (row.extra.length > 0) errors.push({ line: row.line, column: '', value: row.extra.join(','), fault: 'extraCells' })

  const sku = cell('sku').normalize('NFKC').trim()
  const plainSku = folded(sku)
  if (sku === '') wrong('sku', 'missing')
  const first = context.skus.get(plainSku)
  if (sku !== '' && first !== undefined) wrong('sku', 'skuTwice', { line: first })
  else context.skus.set(plainSku, row.line)
  if (cell('name') === '') wrong('name', 'missing')
  const kept = known.states.get(plainSku) ?? null
  for (const [column, limit] of Object.entries(lengths) as [ImportColumn, number][]) {
    if (cell(column).length > limit) wrong(column, 'tooLong', { limit })
  }
  const text = (column: 'category' | 'brand' | 'specs' | 'description'): string => (has(column) ? cell(column) : (kept?.[column] ?? ''))

  const price = (column: PriceColumn): number | null => {
    if (!has(column)) return kept?.[column] ?? null
    const named = currencyOfRow(row.cells[context.beside ?? ''] ?? '') ?? currencyOfHeader(headerOf.get(column) ?? '')
    const read = readPrice(cell(column), named, context.foreign, context.currency)
    if (!isFault(read)) return read
    wrong(column, read.fault, read.values)
    return null
  }
  const prices = Object.fromEntries(priceColumns.map((column) => [column, price(column)])) as Record<PriceColumn, number | null>

  const told = readTracking(cell('tracking'))
  if (isFault(told)) wrong('tracking', told.fault)
  const rents = prices.dayRent ?? prices.threeDayRent ?? prices.weekRent
  const way = isFault(told) || told === null ? (kept?.tracking ?? (rents === null ? 'saleOnly' : 'units')) : told
  const tracking = way === 'units' ? 'units' : 'bulk'
  if (kept && kept.tracking !== tracking) wrong('tracking', 'trackingChanged', { kept: kept.tracking })

  const { quantity, unitCodes, keptCodes } = readPieces(row.line, { kept, tracking, sku, cell, wrong }, context)
  const state = {
    sku,
    label: has('variant') ? cell('variant') : (kept?.label ?? ''),
    name: cell('name'),
    category: text('category'),
    brand: text('brand'),
    specs: text('specs'),
    description: text('description'),
    forRent: way !== 'saleOnly' && rents !== null,
    forSale: has('price') ? !isNone(cell('price')) : (kept?.forSale ?? way === 'saleOnly'),
    tracking,
    dayRent: prices.dayRent,
    threeDayRent: prices.threeDayRent,
    weekRent: prices.weekRent,
    deposit: prices.deposit ?? 0,
    replacementValue: prices.replacementValue ?? 0,
    price: prices.price,
    pictureIds: readPictures(kept, { cell, wrong }, context),
  } as const
  return errors.length > 0
    ? errors
    : { line: row.line, state, kept, product: '', version: 0, quantity, unitCodes, keptCodes, tracking: way }
}

interface RowHands {
  cell: (column: ImportColumn) => string
  wrong: (column: ImportColumn, fault: RowFault, values?: Record<string, string | number>, value?: string) => void
}

function readPieces(
  line: number,
  { kept, tracking, sku, cell, wrong }: RowHands & { kept: KeptState | null; tracking: 'units' | 'bulk'; sku: string },
  { known, codes }: Context,
): Pick<Understood, 'quantity' | 'unitCodes' | 'keptCodes'> {
  const written = readList(cell('unitCodes').replaceAll(/[,，\s]+/g, ';'))
  const count = readCount(cell('quantity'), tracking === 'units' ? mostUnits : mostPieces)
  if (isFault(count)) wrong('quantity', count.fault, count.values)
  const quantity = isFault(count) ? null : (count ?? (written.length > 0 ? written.length : null))
  if (written.length > 0 && tracking === 'bulk') wrong('unitCodes', 'codesForBulk')
  if (quantity !== null && written.length > quantity) wrong('unitCodes', 'codesTooMany', { codes: written.length, quantity })
  for (const code of written) {
    const plain = foldCode(code)
    const first = codes.get(plain)
    if (first !== undefined) wrong('unitCodes', 'codeTwice', { code, line: first })
    codes.set(plain, line)
    const holder = known.codes.get(plain)
    if (holder !== undefined && holder !== kept?.variantId) wrong('unitCodes', 'codeTaken', { code })
  }
  const level = kept && known.levels.get(kept.variantId)
  if (level && tracking === 'bulk' && quantity !== null && quantity < level.promised) {
    wrong('quantity', 'fewerThanPromised', { promised: level.promised })
  }
  if (tracking === 'bulk' || quantity === null) return { quantity, unitCodes: [], keptCodes: [] }
  const fresh = Math.max(0, quantity - (level?.owned ?? 0))
  const uncoded = (kept && known.uncoded.get(kept.variantId)) ?? []
  const unknown = written.filter((code) => !known.codes.has(foldCode(code)))
  // Pieces that are there have their labels; a code of a label's form can only be a new one's.
  const labels = unknown.filter((code) => labelNumber(sku, code) !== null)
  const others = unknown.filter((code) => labelNumber(sku, code) === null)
  const left = Math.max(labels.length - fresh, labels.length + others.length - fresh - uncoded.length)
  if (left > 0) wrong('unitCodes', 'codesLeft', { codes: left })
  const keptCodes = uncoded.flatMap((unitId, nth) => (others[nth] === undefined ? [] : [{ unitId, code: others[nth] }]))
  return { quantity, unitCodes: [...labels, ...others.slice(keptCodes.length)], keptCodes }
}

function readPictures(kept: KeptState | null, { cell, wrong }: RowHands, { find, pictureIds, missing }: Context): string[] {
  const found: string[] = []
  for (const name of readList(cell('image'))) {
    const picture = find(name)
    if (!picture) missing.add(name)
    else if (picture.fileId === null) wrong('image', 'pictureBroken', {}, name)
    else found.push(picture.fileId)
  }
  const ids = [...new Set(found)].slice(0, 12)
  for (const fileId of ids) pictureIds.add(fileId)
  return ids.length > 0 ? ids : (kept?.pictureIds ?? [])
}
