import type { Calls } from '@bobber/protocol'
import { ask } from '../kit/devices.ts'
import type { Server } from '../kit/server.ts'

export interface PracticeShop {
  /** links that nobody has used */
  links: { join: string; invitation: string; password: string }
  ownerToken: string
  clerkToken: string
  customerToken: string
  conversationId: string
  productId: string
  variantId: string
  /** came back late, its settlement waits for the customer */
  lateOrderId: string
  /** waits for the customer's yes to its fee sheet */
  newOrderId: string
}

const hour = 3_600_000

/** A shop with something on every screen: sample products, a talk with all kinds of cards, orders at several stages. */
export async function openPracticeShop(server: Server): Promise<PracticeShop> {
  const { base } = server
  const entrance = { base, surface: 'console' } as const
  const token = server.line('owner').split('#').at(-1) ?? ''
  const owner = await ask(entrance, 'ownerLink.use', {
    token,
    name: '老周',
    login: 'zhou',
    password: 'wade-slow-27',
    shopName: '水边渔具',
  })
  const desk = { ...entrance, token: owner.token }
  await ask(desk, 'sample.add', {})
  await ask(desk, 'priceRules.change', {
    weekendDays: [6, 7],
    weekendFactorBp: 12_000,
    graceMinutes: 30,
    latePerStartedHour: 600,
    lateCapDays: 1,
    bufferMinutes: 0,
  })
  const invited = await ask(desk, 'invitation.create', { name: '小林', roles: ['service'] })
  const clerk = await ask(entrance, 'invitation.accept', { token: invited.token, login: 'lin', password: 'cast-far-3608' })
  const customer = await signedInCustomer(server)
  const hers = { base, surface: 'storefront', token: customer.token } as const

  const { rows } = await ask(desk, 'stock.list', {})
  const rod = rows.find(({ tracking, forRent, freeNow }) => tracking === 'units' && forRent && freeNow > 1)
  if (!rod) throw new Error('the sample shop has no rod to rent')
  const { productId, variantId } = rod
  const { conversationId } = await ask(hers, 'enquiry.open', { productId })
  const { now } = await ask(hers, 'shop.get', {})
  const from = Math.ceil(now / hour) * hour
  const place = async (start: number): Promise<Calls['order.place']['reply']> =>
    ask(hers, 'order.place', {
      lines: [{ kind: 'rental', variantId, quantity: 1, from: start, until: start + 24 * hour }],
      remark: '要配一个抄网',
    })

  const late = await place(from)
  await ask(hers, 'feeSheet.confirm', { orderId: late.orderId, version: 1 })
  const { paymentId } = await ask(hers, 'payment.request', { orderId: late.orderId, provider: 'simulator' })
  await ask(hers, 'payment.simulate', { paymentId, outcome: 'paid' })
  await ask(desk, 'clock.move', { to: from })
  const { units } = await ask(desk, 'variant.get', { variantId })
  const report = { code: units[0]?.code ?? '', condition: 'good' as const, note: '', pictureIds: [] }
  await ask(desk, 'rental.checkOut', { orderId: late.orderId, units: [report] })
  await ask(desk, 'clock.move', { to: from + 27 * hour })
  await ask(desk, 'rental.checkIn', { orderId: late.orderId, units: [{ ...report, condition: 'worn' as const, note: '竿梢有一道划痕' }] })
  const unitId = units[0]?.unitId ?? ''
  await ask(desk, 'rental.inspect', {
    orderId: late.orderId,
    units: [{ unitId, condition: 'worn', damage: 1500, cleaning: 500, note: '竿梢有一道划痕' }],
  })
  const fresh = await place(from + 72 * hour)
  const { customer: named } = await ask(desk, 'customer.create', { name: '秦姐' })
  const links = {
    join: (await ask(desk, 'counterQr.create', { customerId: named.personId })).path,
    invitation: (await ask(desk, 'invitation.create', { name: '小林', roles: ['service', 'warehouse'] })).path,
    password: (await ask(desk, 'passwordLink.create', { personId: clerk.me.personId })).path,
  }
  return {
    links,
    ownerToken: owner.token,
    clerkToken: clerk.token,
    customerToken: customer.token,
    conversationId,
    productId,
    variantId,
    lateOrderId: late.orderId,
    newOrderId: fresh.orderId,
  }
}

async function signedInCustomer(server: Server): Promise<{ token: string }> {
  const guest = await ask({ base: server.base, surface: 'storefront' }, 'guest.begin', {})
  const visitor = { base: server.base, surface: 'storefront', token: guest.token } as const
  const before = server.lines.length
  await ask(visitor, 'phoneCode.send', { phone: '13800003608', purpose: 'signIn' })
  const code = await server.nextLine(/(\d{6})$/, before)
  return ask(visitor, 'phoneCode.confirm', { phone: '13800003608', purpose: 'signIn', code, name: '阿秀' })
}
