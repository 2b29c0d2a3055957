import type { CatalogueCalls } from './api/catalogue.ts'
import type { ConversationCalls } from './api/conversations.ts'
import type { OrderCalls } from './api/orders.ts'
import type { PeopleCalls } from './api/people.ts'
import type { ShopCalls } from './api/shop.ts'
import type { Role } from './roles.ts'

/**
 * The one table of who may ask what. A query is `GET /api/<name>?…`, a command `POST /api/<name>` with a JSON body, and so is a
 * question with a link's token in it, which belongs in no address: proxies keep those.
 * `upload` marks commands whose body is the raw file. `once` commands move money or stock and take an `idempotency-key` header
 * (log.md L4). An `entrance` signs in: its reply is a new session in the place of the asker's. A test calls every route as every role
 * and expects exactly this table.
 */
export interface Route {
  verb: 'GET' | 'POST'
  may: readonly Role[]
  once?: true
  upload?: true
  entrance?: true
}
const anyone = [
  'nobody',
  'guest',
  'customer',
  'owner',
  'manager',
  'service',
  'warehouse',
  'purchasing',
  'finance',
  'rider',
] as const satisfies readonly Role[]
const staff = ['owner', 'manager', 'service', 'warehouse', 'purchasing', 'finance', 'rider'] as const satisfies readonly Role[]
const desk = ['owner', 'manager', 'service'] as const satisfies readonly Role[]
const floor = ['owner', 'manager', 'service', 'warehouse'] as const satisfies readonly Role[]
const heads = ['owner', 'manager'] as const satisfies readonly Role[]
const buyers = ['owner', 'manager', 'purchasing'] as const satisfies readonly Role[]
const customers = ['customer'] as const satisfies readonly Role[]
const askers = ['guest', 'customer', 'owner', 'manager', 'service'] as const satisfies readonly Role[]
const signedIn = ['guest', 'customer', ...staff] as const satisfies readonly Role[]

// The types keep each route's roles, so that a handler which nobody signed out can reach has an asker by type.
type May = readonly Role[]
const query = <const M extends May>(may: M) => ({ verb: 'GET', may }) as const
const command = <const M extends May>(may: M) => ({ verb: 'POST', may }) as const
const once = <const M extends May>(may: M) => ({ verb: 'POST', may, once: true }) as const
const entrance = <const M extends May>(may: M) => ({ verb: 'POST', may, entrance: true }) as const
const upload = <const M extends May>(may: M) => ({ verb: 'POST', may, upload: true }) as const

export const routes = {
  // people
  'session.current': query(anyone),
  'session.end': command(signedIn),
  'session.list': query(signedIn),
  'session.revoke': command(signedIn),
  'guest.begin': entrance(['nobody']),
  'phoneCode.send': command(['nobody', 'guest']),
  'phoneCode.confirm': entrance(['nobody', 'guest']),
  'ownerLink.look': command(anyone),
  'ownerLink.use': entrance(['nobody']),
  'password.signIn': entrance(['nobody', 'guest', 'customer']),
  'password.change': command(staff),
  'passwordLink.create': command(['owner']),
  'passwordLink.look': command(anyone),
  'passwordLink.use': entrance(anyone),
  'invitation.create': command(['owner']),
  'invitation.look': command(anyone),
  'invitation.accept': entrance(['nobody', 'guest', 'customer']),
  'counterQr.create': command(desk),
  'counterQr.look': command(anyone),
  'counterQr.use': entrance(['nobody', 'guest', 'customer']),
  'staff.list': query(desk),
  'staff.roles': command(['owner']),
  'staff.dismiss': command(['owner']),
  'staff.reinstate': command(['owner']),
  'customer.find': query(floor),
  'customer.get': query(floor),
  'customer.create': command(desk),
  // shop
  'shop.get': query(anyone),
  'shop.settings': query(heads),
  'shop.change': command(['owner']),
  'shop.setUp': query(heads),
  'masterKey.look': command(['owner']),
  'masterKey.kept': command(['owner']),
  'sample.add': command(['owner']),
  'sample.remove': command(['owner']),
  // refused on real shops; in a practice shop whoever tries it out may be alone with two browsers
  'clock.move': command(signedIn),
  // catalogue and stock
  'product.list': query(anyone),
  'product.get': query(anyone),
  'calendar.get': query(anyone),
  'stock.list': query(staff),
  'variant.get': query(staff),
  'product.change': command(buyers),
  'priceRules.get': query(heads),
  'priceRules.change': command(heads),
  'unit.find': query(floor),
  'unit.add': command(buyers),
  'unit.retire': command(buyers),
  'unit.available': command(floor),
  'unit.code': command(buyers),
  'label.sheet': query(floor),
  'file.add': upload(signedIn),
  'clip.add': upload(buyers),
  'import.add': upload(buyers),
  'import.preview': command(buyers),
  'import.commit': once(buyers),
  'import.list': query(buyers),
  'import.errors': query(buyers),
  'import.undo': once(buyers),
  // conversations
  'enquiry.open': command(askers),
  'conversation.get': query(signedIn),
  'conversation.assign': command(desk),
  'conversation.resolve': command(desk),
  'conversation.head': query(signedIn),
  'message.recall': command(signedIn),
  'customerHistory.get': query(floor),
  // orders and rentals
  'order.price': query(anyone),
  'order.place': once([...customers, ...desk]),
  // whose customers they are: who packs and who counts the money, not who buys or drives
  'order.get': query([...customers, ...floor, 'finance']),
  'order.list': query([...customers, ...floor, 'finance']),
  'order.cancel': once([...customers, ...desk]),
  'order.joinCode': command(desk),
  'handOvers.today': query(floor),
  'feeSheet.confirm': once([...customers, ...desk]),
  'payment.request': once([...customers, ...desk]),
  'payment.simulate': once(customers),
  'payment.counter': once(floor),
  'sale.handOver': once(floor),
  'line.forgo': once(desk),
  'rental.checkOut': once(floor),
  'rental.undoCheckOut': once(floor),
  'rental.checkIn': once(floor),
  'rental.undoCheckIn': once(floor),
  'rental.inspect': once(floor),
  'settlement.confirm': once([...customers, ...desk]),
  'refund.handBack': once([...floor, 'finance']),
  'ledger.order': query([...heads, 'finance']),
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof routes

/** Body (or query) and reply of every route. */
export interface Calls extends PeopleCalls, ShopCalls, CatalogueCalls, ConversationCalls, OrderCalls {}
