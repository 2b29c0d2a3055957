import type { HandlersOf } from '../../platform/handler.ts'
import { productChange } from './commands/product-change.ts'
import { unitAdd } from './commands/unit-add.ts'
import { unitAvailable } from './commands/unit-available.ts'
import { unitCode } from './commands/unit-code.ts'
import { unitRetire } from './commands/unit-retire.ts'
import { importAdd } from './import/add.ts'
import { importCommit } from './import/commit.ts'
import { importErrors, importList } from './import/list.ts'
import { importPreview } from './import/preview.ts'
import { importUndo } from './import/undo.ts'
import { calendarGet } from './queries/calendar-get.ts'
import { labelSheet } from './queries/label-sheet.ts'
import { productGet } from './queries/product-get.ts'
import { productList } from './queries/product-list.ts'
import { stockList } from './queries/stock-list.ts'
import { unitFind } from './queries/unit-find.ts'
import { variantGet } from './queries/variant-get.ts'

/** Stock: what the shop owns and what takes it. Orders hold, name, hand out and take back through these doors, transaction in hand. */
export { freeBetween } from './claims/free-between.ts'
export { hold, isThere, tooFew } from './claims/hold.ts'
export { commit, openEnd, putBack, release } from './claims/life.ts'
export { nameUnits, type Piece } from './claims/name-unit.ts'
export { claimsOfOrder } from './claims/of-order.ts'
export type { ClaimPhase, Free, HoldRequest, OrderClaim, SpanAsked } from './claims/request.ts'
export { claimOut, inspect, type Inspected, takeBack, undoTakeBack } from './claims/return.ts'
export { sell } from './claims/sell.ts'
export { takeOut } from './claims/take-out.ts'
export { addSample, type FolderImport, importFromFolder, removeSample } from './import/from-folder.ts'
export { forgetImports, picturesInUse } from './import/open-imports.ts'
export { type FoundUnit, unitByCode } from './units/by-code.ts'

type StockRoute =
  | `product.${'list' | 'get' | 'change'}`
  | 'calendar.get'
  | 'stock.list'
  | 'variant.get'
  | `unit.${'find' | 'add' | 'retire' | 'available' | 'code'}`
  | 'label.sheet'
  | `import.${'add' | 'preview' | 'commit' | 'list' | 'errors' | 'undo'}`

export const stockHandlers: HandlersOf<StockRoute> = {
  'product.list': productList,
  'product.get': productGet,
  'product.change': productChange,
  'calendar.get': calendarGet,
  'stock.list': stockList,
  'variant.get': variantGet,
  'unit.find': unitFind,
  'unit.add': unitAdd,
  'unit.retire': unitRetire,
  'unit.available': unitAvailable,
  'unit.code': unitCode,
  'label.sheet': labelSheet,
  'import.add': importAdd,
  'import.preview': importPreview,
  'import.commit': importCommit,
  'import.list': importList,
  'import.errors': importErrors,
  'import.undo': importUndo,
}
