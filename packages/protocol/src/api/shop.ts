import { type Static, Type } from 'typebox'
import { type Call, exact, type Nothing, nothing, some, time } from './shape.ts'

const switches = Type.Object({ chat: Type.Boolean(), rental: Type.Boolean(), sale: Type.Boolean() }, exact)

export const shopBodies = {
  'shop.get': nothing,
  'shop.settings': nothing,
  'shop.change': Type.Object(
    {
      name: Type.Optional(some(60)),
      switches: Type.Optional(switches),
      /** minutes an unpaid online order holds stock */
      holdMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10080 })),
      address: Type.Optional(Type.String({ maxLength: 120 })),
      hours: Type.Optional(Type.String({ maxLength: 120 })),
    },
    exact,
  ),
  'shop.setUp': nothing,
  'masterKey.look': Type.Object({ password: some(128) }, exact),
  'masterKey.kept': nothing,
  'sample.add': nothing,
  'sample.remove': nothing,
  'clock.move': Type.Object({ to: time }, exact),
} as const
type Body = { [K in keyof typeof shopBodies]: Static<(typeof shopBodies)[K]> }

export interface ShopView {
  shopId: string
  slug: string
  name: string
  zone: string
  address: string
  hours: string
  currency: 'CNY'
  switches: { chat: boolean; rental: boolean; sale: boolean }
  /** epoch ms of the shop's clock, which a practice shop may move */
  now: number
  practice: boolean
  sample: boolean
  /** the SMS provider only prints codes to the server's window */
  smsInWindow: boolean
}
/** The first run's checklist; each step is derived from what the shop holds. */
export interface SetUp {
  steps: { key: 'masterKey' | 'catalogue' | 'prices' | 'team' | 'phone'; done: boolean }[]
}
export interface ShopCalls {
  'shop.get': Call<Nothing, ShopView>
  'shop.settings': Call<
    Nothing,
    ShopView & { holdMinutes: number; masterKeyKept: boolean; lan: { url: string; trustUrl: string; fingerprint: string } | null }
  >
  'shop.change': Call<Body['shop.change'], Nothing>
  'shop.setUp': Call<Nothing, SetUp>
  'masterKey.look': Call<Body['masterKey.look'], { words: string; file: string; kept: boolean }>
  'masterKey.kept': Call<Nothing, Nothing>
  'sample.add': Call<Nothing, { products: number }>
  'sample.remove': Call<Nothing, Nothing>
  'clock.move': Call<Body['clock.move'], { now: number }>
}
