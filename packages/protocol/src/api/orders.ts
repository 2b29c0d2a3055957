import { type Static, Type } from 'typebox'
import type { LateTerms } from '../facts.ts'
import type { FeeSheet, FeeSheetLine } from '../fee-sheet.ts'
import type { JoinLink } from './people.ts'
import { type Call, exact, fen, id, type Nothing, type Picture, quantity, seq, some, time, words } from './shape.ts'

const line = Type.Union([
  Type.Object({ kind: Type.Literal('rental'), variantId: id, quantity, from: time, until: time }, exact),
  Type.Object({ kind: Type.Literal('sale'), variantId: id, quantity }, exact),
])
const lines = Type.Array(line, { minItems: 1, maxItems: 50 })
const condition = Type.Union([Type.Literal('good'), Type.Literal('worn'), Type.Literal('damaged'), Type.Literal('missing')])
/** One scanned unit and its condition report. */
const handOver = Type.Object({ code: some(120), condition, note: words(400), pictureIds: Type.Array(id, { maxItems: 12 }) }, exact)
const handOvers = Type.Array(handOver, { minItems: 1, maxItems: 50 })
const kept = Type.Object({ seq, hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, exact)

export const orderBodies = {
  /** `lines` is JSON of the same shape as order.place's: a query has no body. */
  'order.price': Type.Object({ lines: words(8000) }, exact),
  'order.place': Type.Object(
    {
      lines,
      /** the enquiry it continues; absent: the customer's own talk, or a new one */
      conversationId: Type.Optional(id),
      /** staff only: whose order it is */
      customer: Type.Optional(
        Type.Union([Type.Object({ personId: id }, exact), Type.Object({ name: some(40), phone: Type.Optional(words(24)) }, exact)]),
      ),
      remark: Type.Optional(words(400)),
    },
    exact,
  ),
  'order.get': Type.Object({ orderId: id }, exact),
  'order.list': Type.Object(
    {
      stage: Type.Optional(
        Type.Union([
          Type.Literal('open'),
          Type.Literal('toPay'),
          Type.Literal('toCollect'),
          Type.Literal('out'),
          Type.Literal('overdue'),
          Type.Literal('toInspect'),
          Type.Literal('toSettle'),
          Type.Literal('toRefund'),
          Type.Literal('closed'),
          Type.Literal('cancelled'),
        ]),
      ),
      text: Type.Optional(words(60)),
      after: Type.Optional(words(200)),
    },
    exact,
  ),
  'order.cancel': Type.Object({ orderId: id, reason: words(200) }, exact),
  'order.joinCode': Type.Object({ orderId: id }, exact),
  'handOvers.today': Type.Object({}, exact),
  /** `kept`: the head the confirming device holds and keeps (L11) */
  'feeSheet.confirm': Type.Object({ orderId: id, version: Type.Integer({ minimum: 1 }), kept: Type.Optional(kept) }, exact),
  'payment.request': Type.Object({ orderId: id, provider: Type.Union([Type.Literal('simulator'), Type.Literal('counter')]) }, exact),
  'payment.simulate': Type.Object({ paymentId: id, outcome: Type.Union([Type.Literal('paid'), Type.Literal('failed')]) }, exact),
  /** staff took the money at the counter; `amount` is checked against what is due */
  'payment.counter': Type.Object({ orderId: id, amount: fen, means: Type.Union([Type.Literal('cash'), Type.Literal('transfer')]) }, exact),
  /** bought goods are given by line, all of it; tracked ones by the codes of the very pieces that go */
  'sale.handOver': Type.Object(
    {
      orderId: id,
      orderLineIds: Type.Array(id, { minItems: 1, maxItems: 50 }),
      codes: Type.Optional(Type.Array(some(120), { maxItems: 10_000 })),
    },
    exact,
  ),
  /** all that these lines still wait for is not collected any more; `back`: what was paid for it goes back, though its time has begun */
  'line.forgo': Type.Object({ orderId: id, orderLineIds: Type.Array(id, { minItems: 1, maxItems: 50 }), back: Type.Boolean() }, exact),
  'rental.checkOut': Type.Object({ orderId: id, units: handOvers }, exact),
  'rental.undoCheckOut': Type.Object({ orderId: id, unitIds: Type.Array(id, { minItems: 1 }) }, exact),
  /** `orderId` may be left out: a unit that is out names its order */
  'rental.checkIn': Type.Object({ orderId: Type.Optional(id), units: handOvers }, exact),
  'rental.undoCheckIn': Type.Object({ orderId: id, unitIds: Type.Array(id, { minItems: 1 }) }, exact),
  /** closes the inspection of these units and, when they are the last, proposes the settlement */
  'rental.inspect': Type.Object(
    {
      orderId: id,
      units: Type.Array(Type.Object({ unitId: id, condition, damage: fen, cleaning: fen, note: words(400) }, exact), { minItems: 1 }),
    },
    exact,
  ),
  'settlement.confirm': Type.Object({ orderId: id, version: Type.Integer({ minimum: 1 }), kept: Type.Optional(kept) }, exact),
  /** staff handed back what was taken at the counter */
  'refund.handBack': Type.Object({ refundId: id }, exact),
  'ledger.order': Type.Object({ orderId: id }, exact),
} as const
type Body = { [K in keyof typeof orderBodies]: Static<(typeof orderBodies)[K]> }
export type OrderLineBody = Static<typeof line>

export type OrderStage =
  | 'toConfirm'
  | 'toPay'
  | 'toCollect'
  | 'out'
  | 'overdue'
  | 'toInspect'
  | 'toSettle'
  | 'toRefund'
  | 'closed'
  | 'cancelled'
  | 'expired'
export interface OrderUnit {
  unitId: string
  code: string
  state: 'out' | 'returned' | 'inspected'
  outPictures: Picture[]
  inPictures: Picture[]
  outNote: string
  inNote: string
  condition: 'good' | 'worn' | 'damaged' | 'missing'
  outAt: number
  inAt: number | null
}
export interface OrderLineView {
  orderLineId: string
  kind: 'rental' | 'sale'
  variantId: string
  productId: string
  sku: string
  name: string
  picture: Picture | null
  quantity: number
  /** of units each piece is scanned when it goes */
  tracking: 'units' | 'bulk'
  /** sale lines: given to the customer */
  handedOver: boolean
  /** pieces that are not collected any more */
  forgone: number
  from: number | null
  until: number | null
  units: OrderUnit[]
}
export interface OrderView {
  orderId: string
  number: string
  conversationId: string
  customer: { personId: string; name: string; phoneMasked: string | null } | null
  stage: OrderStage
  facets: { payment: string; fulfilment: string; return: string }
  lines: OrderLineView[]
  /** newest version; it binds once `confirmedVersion` equals its version */
  sheet: FeeSheet
  confirmedVersion: number | null
  settlement: FeeSheet | null
  paid: number
  /** how it came, oldest first; `at`: epoch ms */
  payments: { amount: number; means: 'cash' | 'transfer' | 'online'; at: number }[]
  /** given back of it, deposit and all */
  refunded: number
  /** still to be paid */
  due: number
  /** taken at the counter, to be handed back there */
  refunds: { refundId: string; amount: number; means: 'cash' | 'transfer' }[]
  deposit: { taken: number; kept: number; givenBack: number; held: number }
  /** unpaid, the hold ends then */
  holdUntil: number | null
  dueAt: number | null
  /** pieces that went out, and what being late costs them: the page grows the fee with the clock from these. `returnedAt` null: out */
  late: (LateTerms & { returnedAt: number | null })[]
  remark: string
  placedAt: number
  /** commands this asker may give now */
  next: (
    | 'feeSheet.confirm'
    | 'payment.request'
    | 'payment.counter'
    | 'sale.handOver'
    | 'line.forgo'
    | 'rental.checkOut'
    | 'rental.checkIn'
    | 'rental.inspect'
    | 'settlement.confirm'
    | 'refund.handBack'
    | 'order.cancel'
    | 'rental.undoCheckOut'
    | 'rental.undoCheckIn'
  )[]
  undoUntil: number | null
}
export interface HandOverRow {
  orderId: string
  number: string
  customerName: string
  at: number
  what: string
  state: 'toConfirm' | 'toPay' | 'toCollect' | 'out' | 'overdue' | 'toInspect' | 'notCollected'
}
export interface RefundRow {
  orderId: string
  number: string
  customerName: string
  amount: number
}
export interface OrderCalls {
  'order.price': Call<
    Body['order.price'],
    { lines: FeeSheetLine[]; rent: number; deposit: number; sale: number; total: number; free: boolean }
  >
  'order.place': Call<Body['order.place'], { orderId: string; conversationId: string; number: string }>
  'order.get': Call<Body['order.get'], OrderView>
  'order.list': Call<Body['order.list'], { orders: OrderView[]; counts: Record<string, number>; next: string | null }>
  'order.cancel': Call<Body['order.cancel'], Nothing>
  'order.joinCode': Call<Body['order.joinCode'], JoinLink>
  'handOvers.today': Call<Nothing, { collect: HandOverRow[]; return: HandOverRow[]; refunds: RefundRow[] }>
  'feeSheet.confirm': Call<Body['feeSheet.confirm'], Nothing>
  'payment.request': Call<Body['payment.request'], { paymentId: string; amount: number; link: string }>
  'payment.simulate': Call<Body['payment.simulate'], Nothing>
  'payment.counter': Call<Body['payment.counter'], { paymentId: string }>
  'sale.handOver': Call<Body['sale.handOver'], Nothing>
  'line.forgo': Call<Body['line.forgo'], Nothing>
  'rental.checkOut': Call<Body['rental.checkOut'], Nothing>
  'rental.undoCheckOut': Call<Body['rental.undoCheckOut'], Nothing>
  'rental.checkIn': Call<Body['rental.checkIn'], { orderId: string }>
  'rental.undoCheckIn': Call<Body['rental.undoCheckIn'], Nothing>
  'rental.inspect': Call<Body['rental.inspect'], { settlementVersion: number | null }>
  'settlement.confirm': Call<Body['settlement.confirm'], Nothing>
  'refund.handBack': Call<Body['refund.handBack'], Nothing>
  'ledger.order': Call<
    Body['ledger.order'],
    {
      /** `orderLineId` null: about the whole order */
      postings: { at: number; account: string; orderLineId: string | null; amount: number; memo: string; entrySeq: number }[]
      sum: number
    }
  >
}
