import { type Static, Type } from 'typebox'
import { type StaffRole, staffRoles } from '../roles.ts'
import { type Call, exact, id, type Nothing, nothing, some, words } from './shape.ts'

// The union is made of a list, which its type can't follow: it is told.
const role = Type.Unsafe<StaffRole>(Type.Union(staffRoles.map((name) => Type.Literal(name))))
const purpose = Type.Union([Type.Literal('signIn')])
const phone = Type.String({ minLength: 5, maxLength: 24 })
const token = Type.String({ minLength: 10, maxLength: 200 })
const password = Type.String({ minLength: 1, maxLength: 128 })

export const peopleBodies = {
  'session.current': nothing,
  'session.end': nothing,
  'session.list': nothing,
  'session.revoke': Type.Object({ sessionId: id }, exact),
  'guest.begin': nothing,
  'phoneCode.send': Type.Object({ phone, purpose }, exact),
  'phoneCode.confirm': Type.Object({ phone, purpose, code: Type.String({ pattern: '^\\d{6}$' }), name: Type.Optional(words(40)) }, exact),
  'ownerLink.look': Type.Object({ token }, exact),
  'ownerLink.use': Type.Object({ token, name: some(40), login: some(40), password, shopName: Type.Optional(some(60)) }, exact),
  'password.signIn': Type.Object({ login: some(40), password }, exact),
  'password.change': Type.Object({ password, newPassword: password }, exact),
  'passwordLink.create': Type.Object({ personId: id }, exact),
  'passwordLink.look': Type.Object({ token }, exact),
  'passwordLink.use': Type.Object({ token, password }, exact),
  'invitation.create': Type.Object({ name: some(40), roles: Type.Array(role, { minItems: 1 }) }, exact),
  'invitation.look': Type.Object({ token }, exact),
  'invitation.accept': Type.Object({ token, login: some(40), password }, exact),
  'counterQr.create': Type.Object({ customerId: Type.Optional(id), orderId: Type.Optional(id) }, exact),
  'counterQr.look': Type.Object({ token }, exact),
  'counterQr.use': Type.Object(
    {
      token,
      name: Type.Optional(words(40)),
      /** a guest takes what she asked before along; else it stays the guest's */
      keepTalk: Type.Optional(Type.Boolean()),
    },
    exact,
  ),
  'staff.list': nothing,
  'staff.roles': Type.Object({ personId: id, roles: Type.Array(role, { minItems: 1 }) }, exact),
  'staff.dismiss': Type.Object({ personId: id }, exact),
  'staff.reinstate': Type.Object({ personId: id }, exact),
  'customer.find': Type.Object({ text: some(60) }, exact),
  'customer.get': Type.Object({ personId: id }, exact),
  'customer.create': Type.Object({ name: some(40), phone: Type.Optional(phone) }, exact),
} as const
type Body = { [K in keyof typeof peopleBodies]: Static<(typeof peopleBodies)[K]> }

export interface Me {
  personId: string
  name: string
  class: 'guest' | 'customer' | 'staff'
  roles: StaffRole[]
  /** customers only, e.g. 138****1234 */
  phoneMasked: string | null
}
/** Replies of what signs somebody in: the cookie is set as well; `token` is for clients without cookies. */
export interface SignedIn {
  me: Me
  token: string
}
export interface SessionView {
  sessionId: string
  device: string
  createdAt: number
  lastSeenAt: number
  current: boolean
}
export interface StaffView {
  personId: string
  name: string
  /** null: it is told to owners only */
  login: string | null
  roles: StaffRole[]
  dismissed: boolean
}
export interface CustomerView {
  personId: string
  name: string
  phoneMasked: string | null
  orders: number
  out: number
  conversationId: string | null
}

/** Whom a counter's QR signs in; null: a new customer. `same`: it is the asker, so that nothing changes hands. */
export interface JoinLook {
  name: string | null
  same: boolean
}

/** Takes a customer's phone in, once: `url` is its whole address for phones, `qr` SVG text of it, `path` the part below the origin. */
export interface JoinLink {
  token: string
  path: string
  url: string
  qr: string
  expiresAt: number
}

export interface PeopleCalls {
  'session.current': Call<Nothing, { me: Me | null; now: number }>
  'session.end': Call<Nothing, Nothing>
  'session.list': Call<Nothing, { sessions: SessionView[] }>
  'session.revoke': Call<Body['session.revoke'], Nothing>
  'guest.begin': Call<Nothing, SignedIn>
  'phoneCode.send': Call<
    Body['phoneCode.send'],
    { resendAfterMs: number; /** the shop has no SMS yet: the code stands in the server's window */ window: boolean }
  >
  'phoneCode.confirm': Call<Body['phoneCode.confirm'], SignedIn>
  'ownerLink.look': Call<Body['ownerLink.look'], Nothing>
  'ownerLink.use': Call<Body['ownerLink.use'], SignedIn>
  'password.signIn': Call<Body['password.signIn'], SignedIn>
  'password.change': Call<Body['password.change'], Nothing>
  'passwordLink.create': Call<Body['passwordLink.create'], { token: string; path: string; expiresAt: number }>
  'passwordLink.look': Call<Body['passwordLink.look'], { name: string; login: string }>
  'passwordLink.use': Call<Body['passwordLink.use'], SignedIn>
  'invitation.create': Call<Body['invitation.create'], { token: string; path: string; expiresAt: number }>
  'invitation.look': Call<Body['invitation.look'], { name: string; roles: StaffRole[]; shopName: string }>
  'invitation.accept': Call<Body['invitation.accept'], SignedIn>
  'counterQr.create': Call<Body['counterQr.create'], JoinLink>
  'counterQr.look': Call<Body['counterQr.look'], JoinLook>
  'counterQr.use': Call<Body['counterQr.use'], SignedIn & { conversationId: string | null }>
  'staff.list': Call<Nothing, { staff: StaffView[] }>
  'staff.roles': Call<Body['staff.roles'], Nothing>
  'staff.dismiss': Call<Body['staff.dismiss'], Nothing>
  'staff.reinstate': Call<Body['staff.reinstate'], Nothing>
  'customer.find': Call<Body['customer.find'], { customers: CustomerView[] }>
  'customer.get': Call<Body['customer.get'], { customer: CustomerView }>
  'customer.create': Call<Body['customer.create'], { customer: CustomerView }>
}
