/** The language of Bobber. Browsers import values from here; schemas, which weigh, have doors of their own: `./bodies`, `./frames`. */
export { audienceOf, bit, type Class, classes, classIndex, maySee } from './audience.ts'
export { closeCodes, nobodysReasons } from './close.ts'
export { asSeenBy, type ConversationKind, conversationKinds, isDesks, type KindRule, kindRules, messageAudience } from './kinds.ts'
export { type ImportColumn, importColumns } from './import-columns.ts'
export { clipLength, mostOfClip, pictureEdges } from './pictures.ts'
export type { ConversationMark, Entry, EntryContents, EntryKind, Head, MessageContents, MessageKind, ParticipantMark } from './entries.ts'
export type {
  Actor,
  Cell,
  FulfilmentCommand,
  FulfilmentState,
  PaymentCommand,
  PaymentState,
  RentalCommand,
  RentalState,
  ReturnCommand,
  ReturnState,
  TransitionTable,
} from './facets.ts'
export type { FactContents, FactKind, LateTerms, OrderLineFact, UnitHandOver } from './facts.ts'
export type { FeeKind, FeeReason, FeeSheet, FeeSheetLine, FeeSheetPurpose, FeeSheetTotals } from './fee-sheet.ts'
export type { Ack, Changes, DownFrame, Refused, SnapshotPage, UpFrame, UpFrames, Welcome } from './frames.ts'
export type { Currency, Fen } from './money.ts'
export type {
  CalendarDate,
  CutOff,
  DayRule,
  EarlyReturnRule,
  Holiday,
  LateCap,
  LateRule,
  LengthUnit,
  OpeningDays,
  PricePlan,
  PriceTier,
  RentalLength,
  Tiling,
  Weekday,
  WeekdayFactor,
  Worded,
} from './price.ts'
export { isRefusal, type Locale, type Refusal, type RefusalCode, refusalCodes, refuse, worded, type WordedRefusal } from './refusals.ts'
export { classOf, deskRoles, isDesk, type Role, type StaffRole, staffRoles, type Surface } from './roles.ts'
export { type Calls, type Route, type RouteName, routes } from './routes.ts'
export type { JoinLink, JoinLook, Me, SessionView, SignedIn, StaffView, CustomerView } from './api/people.ts'
export type { SetUp, ShopView } from './api/shop.ts'
export type {
  CalendarDay,
  ImportPreview,
  ImportView,
  Product,
  ProductCard,
  RowError,
  StockRow,
  UnitView,
  Variant,
} from './api/catalogue.ts'
export type { HandOverRow, OrderLineBody, OrderLineView, OrderStage, OrderUnit, OrderView, RefundRow } from './api/orders.ts'
export type { Picture } from './api/shape.ts'
export type { Spec, SpecName, SpecReading, SpecUnit, WrittenUnit } from './specs.ts'
export { protocolVersion } from './version.ts'
