import { type Static, Type } from 'typebox'
import { type ImportColumn, importColumns } from '../import-columns.ts'
import type { PricePlan } from '../price.ts'
import type { Spec } from '../specs.ts'
import { type Call, exact, fen, id, type Nothing, nothing, type Picture, quantity, some, time, words } from './shape.ts'

const column = Type.Unsafe<ImportColumn>(Type.Union(importColumns.map((name) => Type.Literal(name))))

const mapping = Type.Record(Type.String(), Type.Union([column, Type.Null()]))
/** What to do with prices of another currency: a rate in yuan for one unit, or null: leave the prices out. */
const currency = Type.Optional(Type.Union([Type.Object({ rate: Type.Number({ exclusiveMinimum: 0 }) }, exact), Type.Null()]))
const tracking = Type.Union([Type.Literal('units'), Type.Literal('bulk')])

export const catalogueBodies = {
  'product.list': Type.Object(
    {
      text: Type.Optional(words(80)),
      category: Type.Optional(words(60)),
      offer: Type.Optional(Type.Union([Type.Literal('rental'), Type.Literal('sale')])),
      sort: Type.Optional(Type.Union([Type.Literal('best'), Type.Literal('priceUp'), Type.Literal('priceDown')])),
      after: Type.Optional(words(200)),
    },
    exact,
  ),
  'product.get': Type.Object({ productId: id }, exact),
  'calendar.get': Type.Object({ variantId: id, from: time, until: time, exceptOrderId: Type.Optional(id) }, exact),
  'stock.list': Type.Object({ text: Type.Optional(words(80)), after: Type.Optional(words(200)) }, exact),
  'variant.get': Type.Object({ variantId: id }, exact),
  'product.change': Type.Object(
    {
      /** which product; absent: a new one */
      productId: Type.Optional(id),
      /** which of its variants; absent: a new one */
      variantId: Type.Optional(id),
      /** the product's, as it was opened; another one since: `conflict` */
      version: Type.Optional(Type.Integer({ minimum: 1 })),
      sku: some(40),
      /** what tells it from the product's other variants */
      label: Type.Optional(words(40)),
      name: some(120),
      category: words(60),
      brand: words(60),
      specs: words(400),
      description: words(4000),
      forRent: Type.Boolean(),
      forSale: Type.Boolean(),
      tracking,
      dayRent: Type.Optional(fen),
      threeDayRent: Type.Optional(fen),
      weekRent: Type.Optional(fen),
      deposit: Type.Optional(fen),
      replacementValue: Type.Optional(fen),
      price: Type.Optional(fen),
      quantity: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
      pictureIds: Type.Array(id, { maxItems: 12 }),
    },
    exact,
  ),
  'priceRules.get': nothing,
  'priceRules.change': Type.Object(
    {
      /** ISO weekdays the weekend factor holds on; 1.2 is 12000 basis points, 10000 switches it off */
      weekendDays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 })),
      weekendFactorBp: Type.Integer({ minimum: 1000, maximum: 100_000 }),
      graceMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
      latePerStartedHour: fen,
      /** days of plain rent the late fee may not exceed; null: the replacement value */
      lateCapDays: Type.Union([Type.Integer({ minimum: 1, maximum: 365 }), Type.Null()]),
      bufferMinutes: Type.Integer({ minimum: 0, maximum: 10080 }),
    },
    exact,
  ),
  'unit.find': Type.Object({ code: some(120) }, exact),
  'unit.add': Type.Object({ variantId: id, quantity }, exact),
  'unit.retire': Type.Object({ unitId: id, reason: some(200) }, exact),
  'unit.available': Type.Object({ unitId: id }, exact),
  'unit.code': Type.Object({ unitId: id, code: some(120) }, exact),
  'label.sheet': Type.Object({ variantId: Type.Optional(id), importId: Type.Optional(id), unitIds: Type.Optional(words(8000)) }, exact),
  'file.add': nothing,
  'clip.add': Type.Object({ fileId: id }, exact),
  'import.add': Type.Object({ name: Type.Optional(words(200)) }, exact),
  'import.preview': Type.Object({ importId: id, mapping: Type.Optional(mapping), currency }, exact),
  'import.commit': Type.Object({ importId: id, mapping, currency }, exact),
  'import.list': nothing,
  'import.errors': Type.Object({ importId: id }, exact),
  'import.undo': Type.Object({ importId: id }, exact),
} as const
type Body = { [K in keyof typeof catalogueBodies]: Static<(typeof catalogueBodies)[K]> }

export interface ProductCard {
  productId: string
  name: string
  category: string
  brand: string
  forRent: boolean
  forSale: boolean
  dayRent: number | null
  price: number | null
  deposit: number | null
  picture: Picture | null
  /** pieces free right now */
  freeNow: number
  total: number
}
export interface Variant {
  variantId: string
  sku: string
  /** what tells it from the product's other variants: a length, a size, a hand; empty: it needs none */
  label: string
  /** the product's name, and the label */
  name: string
  tracking: 'units' | 'bulk'
  forRent: boolean
  forSale: boolean
  /** fen; null when not for sale */
  price: number | null
  replacementValue: number
  /** the plan the shop's rules and this variant's tiers make; null when not for rent */
  plan: PricePlan | null
  total: number
  freeNow: number
}
export interface Product {
  productId: string
  /** counts every change of it and of its variants */
  version: number
  name: string
  category: string
  brand: string
  description: string
  specsText: string
  specs: Spec[]
  pictures: Picture[]
  variants: Variant[]
}
export interface CalendarDay {
  date: string
  /** pieces free through the day's worst moment */
  free: number
}
export interface UnitView {
  unitId: string
  variantId: string
  sku: string
  name: string
  /** our label's text, e.g. RH-3608-01 */
  code: string
  supplierCodes: string[]
  state: 'available' | 'claimed' | 'checkedOut' | 'inspection' | 'maintenance' | 'retired'
  condition: 'good' | 'worn' | 'damaged' | 'missing'
  /** the order it is claimed by or out with now */
  orderId: string | null
  orderNumber: string | null
  dueAt: number | null
}
export interface StockRow extends Variant {
  productId: string
  productName: string
  category: string
  picture: Picture | null
  out: number
}
export interface RowError {
  /** 1-based line of the file, the header being 1 */
  line: number
  column: string
  value: string
  message: string
  remedy: string
}
export interface ImportPreview {
  importId: string
  fileName: string
  encoding: 'utf-8' | 'gb18030'
  headers: string[]
  /** the suggestion, or what was asked for */
  mapping: Record<string, ImportColumn | null>
  rows: number
  creates: number
  updates: number
  pictures: number
  missingPictures: string[]
  errors: RowError[]
  /** set when a price column is not in yuan and the currency has not been decided */
  askCurrency: string | null
  figures: { understood: number; total: number }
  /** unit codes that go to pieces which are there and have none, in the order of their labels; and those that are labels of new pieces */
  codes: { kept: number; labels: number }
  sample: {
    line: number
    sku: string
    label: string
    name: string
    category: string
    dayRent: number | null
    price: number | null
    deposit: number | null
    quantity: number
    tracking: 'units' | 'bulk' | 'saleOnly'
    specs: Spec[]
    notUnderstood: string[]
    action: 'create' | 'update'
  }[]
}
export interface ImportView {
  importId: string
  fileName: string
  /** `partlyUndone`: some lines were taken back, others something hangs on */
  state: 'added' | 'committed' | 'partlyUndone' | 'undone'
  products: number
  units: number
  at: number
  byName: string
  undoable: boolean
}
export interface CatalogueCalls {
  'product.list': Call<
    Body['product.list'],
    { products: ProductCard[]; categories: { name: string; count: number }[]; next: string | null }
  >
  'product.get': Call<Body['product.get'], Product>
  'calendar.get': Call<
    Body['calendar.get'],
    { days: CalendarDay[]; /** pieces free through the whole span asked for */ free: number; freeFrom: number | null }
  >
  'stock.list': Call<Body['stock.list'], { rows: StockRow[]; next: string | null }>
  'variant.get': Call<
    Body['variant.get'],
    {
      variant: StockRow
      units: UnitView[]
      claims: {
        claimId: string
        orderId: string | null
        orderNumber: string | null
        unitCode: string | null
        quantity: number
        from: number
        until: number | null
        kind: 'order' | 'downtime' | 'transfer' | 'inspection'
      }[]
    }
  >
  'product.change': Call<Body['product.change'], { productId: string; variantId: string }>
  'priceRules.get': Call<Nothing, Body['priceRules.change'] & { version: number }>
  'priceRules.change': Call<Body['priceRules.change'], { version: number }>
  'unit.find': Call<Body['unit.find'], { unit: UnitView }>
  'unit.add': Call<Body['unit.add'], { units: UnitView[] }>
  'unit.retire': Call<Body['unit.retire'], Nothing>
  /** what was out of use, damaged, can be used again; bulk pieces are named by their claim's id */
  'unit.available': Call<Body['unit.available'], Nothing>
  'unit.code': Call<Body['unit.code'], Nothing>
  'label.sheet': Call<Body['label.sheet'], { labels: { code: string; name: string; sku: string; /** SVG text of the QR */ qr: string }[] }>
  'file.add': Call<Nothing, Picture>
  'clip.add': Call<Body['clip.add'], Picture>
  'import.add': Call<Body['import.add'], ImportPreview>
  'import.preview': Call<Body['import.preview'], ImportPreview>
  'import.commit': Call<Body['import.commit'], { products: number; units: number; pictures: number }>
  'import.list': Call<Nothing, { imports: ImportView[] }>
  'import.errors': Call<Body['import.errors'], { csv: string }>
  'import.undo': Call<Body['import.undo'], { removed: number; refused: { line: number; sku: string; message: string; remedy: string }[] }>
}
