import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admitMessage } from '../../src/modules/conversations/index.ts'
import { codeIn, password, testServer, type TestServer } from './test-server.ts'

const at = { surface: 'console' } as const
const day = 86_400_000

let server: TestServer
let owner: string
let variantId: string
beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
  variantId = (await server.ask('product.change', rod, { token: owner, ...at })).reply.variantId
}, 60_000)
afterAll(() => server.close())

describe('what nobody may send', () => {
  test('H3 a NUL in any text is malformed, in a query and in a body', async () => {
    const asked = await server.ask('product.list', { category: 'a\0b' })
    const told = await server.ask('shop.change', { address: 'a\0b' }, { token: owner, ...at })
    expect([asked.refusal, told.refusal]).toMatchObject([{ code: 'malformed' }, { code: 'malformed' }])
    expect((await server.ask('shop.change', { address: '水边 1 号' }, { token: owner, ...at })).status).toBe(200)
  })

  test('H3 a cursor that isn’t ours is malformed', async () => {
    const own = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const dashes = '-'.repeat(36)
    for (const after of [own([1.5, randomUUID()]), own([1e300, randomUUID()]), own([1, dashes]), own(null)]) {
      expect((await server.ask('product.list', { after })).refusal).toMatchObject({ code: 'malformed' })
    }
    const orders = await server.ask('order.list', { after: `1.${dashes}` }, { token: owner, ...at })
    expect(orders.refusal).toMatchObject({ code: 'malformed' })
    expect((await server.ask('product.list', { after: own([0, randomUUID()]) })).status).toBe(200)
  })

  test('F6 a picture’s address that holds no id is no picture', async () => {
    expect((await server.app.inject({ url: `/files/${'-'.repeat(36)}/96.webp` })).statusCode).toBe(404)
  })

  test('PR8 a span of a hundred thousand years is refused at once, not priced day by day', async () => {
    const from = server.deps.clock.now() + day
    const price = (until: number) =>
      server.ask('order.price', { lines: JSON.stringify([{ kind: 'rental', variantId, quantity: 1, from, until }]) })
    const began = performance.now()
    expect((await price(from + 2000 * day)).refusal).toMatchObject({ code: 'spanLength', values: { max: '8784 h' } })
    expect((await price(8_640_000_000_000_000)).refusal).toMatchObject({ code: 'malformed' })
    expect(performance.now() - began).toBeLessThan(2000)
    expect((await price(from + 300 * day)).status).toBe(200)
  })

  test('O3 a basket of half a million pieces is refused before anybody waits for it', async () => {
    const token = await server.customer('13800000041')
    const from = server.deps.clock.now() + day
    const lines = Array.from({ length: 50 }, () => ({ kind: 'rental', variantId, quantity: 10_000, from, until: from + day }))
    expect((await server.ask('order.place', { lines }, { token })).refusal).toMatchObject({ code: 'malformed' })
    expect((await server.ask('order.place', { lines: lines.slice(0, 1) }, { token })).refusal).toMatchObject({ code: 'notEnoughEver' })
  })

  test('H3 a place in a conversation beyond any is malformed', async () => {
    const seq = 9_000_000_000_000_000
    const recall = await server.ask('message.recall', { conversationId: randomUUID(), seq }, { token: owner, ...at })
    const kept = { seq, hash: '0'.repeat(64) }
    const confirm = await server.ask('feeSheet.confirm', { orderId: randomUUID(), version: 1, kept }, { token: owner, ...at })
    expect([recall.refusal, confirm.refusal]).toMatchObject([{ code: 'malformed' }, { code: 'malformed' }])
  })

  test('ST8 a calendar beyond the end of time is malformed', async () => {
    const answer = await server.ask('calendar.get', { variantId, from: 8_640_000_000_000_000 - day, until: 8_640_000_000_000_000 })
    expect(answer.refusal).toMatchObject({ code: 'malformed' })
  })

  test('P16 a practice clock isn’t moved to where no clock goes', async () => {
    const { token } = (await server.ask('guest.begin', {})).reply
    for (const to of [9_000_000_000_000_000, 8_640_000_000_000_000, -1]) {
      expect((await server.ask('clock.move', { to }, { token })).refusal).toMatchObject({ code: 'malformed' })
    }
  })

  test('S12 a message that names no id where one belongs is malformed', async () => {
    const { token, me } = (await server.ask('guest.begin', {})).reply
    const { conversationId } = (await server.ask('enquiry.open', {}, { token })).reply
    const sender = { shopId: server.shopId, personId: me.personId, class: 'customer', desk: false } as const
    const image = { kind: 'message.image', content: { fileId: 'x', width: 1, height: 1 } } as const
    const card = { kind: 'message.card', content: { card: { kind: 'order', orderId: '../../x' } } } as const
    for (const message of [image, card]) {
      expect(await admitMessage(server.deps.db, sender, { conversationId, ...message })).toMatchObject({ code: 'malformed' })
    }
  })
})

test('F5 a picture that a customer has added and not sent is not put into the catalogue by staff', async () => {
  const { token } = (await server.ask('guest.begin', {})).reply
  const add = async (bearer: string, surface: string): Promise<string> => {
    const payload = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const headers = { 'bobber-surface': surface, authorization: `Bearer ${bearer}`, 'content-type': 'image/png' }
    const added = await server.app.inject({ method: 'POST', url: '/api/file.add', headers, payload })
    return added.json<{ fileId: string }>().fileId
  }
  const [hers, own] = [await add(token, 'storefront'), await add(owner, 'console')]
  const publish = (fileId: string, bearer: string) =>
    server.ask('product.change', { ...rod, sku: `P-${fileId.slice(-12)}`, pictureIds: [fileId] }, { token: bearer, ...at })
  expect((await publish(hers, owner)).refusal).toMatchObject({ code: 'notFound' })
  const made = (await publish(own, owner)).reply
  const again = { ...rod, sku: `P-${own.slice(-12)}`, ...made, version: 1, pictureIds: [own] }
  expect((await server.ask('product.change', again, { token: await server.owner(), ...at })).status).toBe(200)
})

test('P9 who is dismissed, or given other roles, has no link left to come back by', async () => {
  const second = await server.owner()
  const { me } = (await server.ask('session.current', {}, { token: second, ...at })).reply
  const invite = async () =>
    (await server.ask('invitation.create', { name: '自己', roles: ['owner'] }, { token: second, ...at })).reply.token
  const before = [await invite(), await invite()] as const
  const kept = (await server.ask('invitation.create', { name: '同事', roles: ['service'] }, { token: owner, ...at })).reply.token
  const accept = (token: string) => server.ask('invitation.accept', { token, login: randomUUID().slice(0, 8), password }, at)
  await server.ask('staff.roles', { personId: me?.personId, roles: ['service'] }, { token: owner, ...at })
  expect((await accept(before[0])).refusal).toMatchObject({ code: 'linkUsed' })
  await server.ask('staff.dismiss', { personId: me?.personId }, { token: owner, ...at })
  expect((await accept(before[1])).refusal).toMatchObject({ code: 'linkUsed' })
  expect((await accept(kept)).status).toBe(200)
})

test('P11 a code made for a guest who has become a known customer since is that customer’s', async () => {
  const known = await server.customer('13800000031', { name: '老顾客' })
  const knownId = (await server.ask('session.current', {}, { token: known })).reply.me?.personId
  const guest = (await server.ask('guest.begin', {})).reply
  const { conversationId } = (await server.ask('enquiry.open', {}, { token: guest.token })).reply
  const from = server.deps.clock.now() + day
  const lines = [{ kind: 'rental', variantId, quantity: 1, from, until: from + day }]
  const { orderId } = (await server.ask('order.place', { lines, conversationId }, { token: owner, ...at })).reply
  const code = (await server.ask('order.joinCode', { orderId }, { token: owner, ...at })).reply
  server.pass(61_000)
  await server.ask('phoneCode.send', { phone: '13800000031', purpose: 'signIn' }, { token: guest.token })
  const body = { phone: '13800000031', purpose: 'signIn', code: codeIn(server.window) }
  expect((await server.ask('phoneCode.confirm', body, { token: guest.token })).reply.me.personId).toBe(knownId)
  const joined = await server.ask('counterQr.use', { token: code.token })
  expect(joined.reply.me.personId).toBe(knownId)
})

test('P17 another shop’s owner neither sees the master key nor says that it is kept', async () => {
  const shop = await server.secondShop()
  const other = { token: await server.owner(shop), shop, ...at }
  expect((await server.ask('masterKey.look', { password }, other)).refusal).toMatchObject({ code: 'forbidden' })
  expect((await server.ask('masterKey.kept', {}, other)).refusal).toMatchObject({ code: 'forbidden' })
  expect((await server.ask('shop.settings', {}, other)).reply.masterKeyKept).toBe(true)
  expect((await server.ask('shop.settings', {}, { token: owner, ...at })).reply.masterKeyKept).toBe(false)
  expect((await server.ask('masterKey.look', { password }, { token: owner, ...at })).reply.words).not.toBe('')
})

test('P17 a console that stands open gives the master key to nobody who hasn’t the owner’s password, and not to who guesses it', async () => {
  const mine = { token: await server.owner(), ...at }
  const look = async (guess: string) => (await server.ask('masterKey.look', { password: guess }, mine)).refusal.code
  for (let tried = 0; tried < 10; tried++) expect(await look(`guess ${tried}`)).toBe('passwordWrong')
  expect(await look(password)).toBe('tooMany')
  const change = await server.ask('password.change', { password, newPassword: 'another crane 8' }, mine)
  expect(change.refusal.code).toBe('tooMany')
  server.pass(15 * 60_000)
  expect((await server.ask('masterKey.look', { password }, mine)).reply.words).toMatch(/^\w{4}( \w{4}){13}$/)
})

test('P5, H17 a hundred wrong passwords from one network pause it, whatever the login names, and its own sign-ins give none back', async () => {
  const tried = async (ip: string, login: string, secret = 'guess') => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/password.signIn',
      remoteAddress: ip,
      headers: { 'bobber-surface': 'console', 'content-type': 'application/json' },
      payload: JSON.stringify({ login, password: secret }),
    })
    return answer.statusCode === 200 ? 'in' : answer.json<{ code: string }>().code
  }
  const { token } = (await server.ask('invitation.create', { name: '内应', roles: ['service'] }, { token: owner, ...at })).reply
  await server.ask('invitation.accept', { token, login: 'insider', password }, at)
  const own: string[] = []
  // Each try comes from another address of the one network.
  for (let round = 0; round < 10; round++) {
    for (let nth = 0; nth < 10; nth++) expect(await tried(`2001:db8:1:2::${round}${nth}`, randomUUID())).toBe('passwordWrong')
    if (round < 9) own.push(await tried('2001:db8:1:2::1', 'insider', password))
  }
  expect(own).toEqual(Array.from({ length: 9 }, () => 'in'))
  expect(await tried('2001:db8:1:2:ffff::9', 'insider', password)).toBe('tooMany')
  expect(await tried('2001:db8:1:3::1', randomUUID())).toBe('passwordWrong')
}, 60_000)

test('P6, H17 codes are counted by the network that asks for them', async () => {
  const asked = async (ip: string, phone: string) => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/phoneCode.send',
      remoteAddress: ip,
      headers: { 'bobber-surface': 'storefront', 'content-type': 'application/json' },
      payload: JSON.stringify({ phone, purpose: 'signIn' }),
    })
    return answer.statusCode
  }
  for (let nth = 0; nth < 60; nth++) expect(await asked(`2001:db8:5:5::${nth}`, `139000${String(nth).padStart(5, '0')}`)).toBe(200)
  expect(await asked('2001:db8:5:5:9::9', '13900009999')).toBe(429)
  expect(await asked('2001:db8:5:6::1', '13900009999')).toBe(200)
})

test('H14 metrics are not for whom a proxy on this machine speaks for', async () => {
  const forwarded = await server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.7' } })
  expect(forwarded.statusCode).toBe(404)
  expect((await server.app.inject({ url: '/metrics' })).statusCode).toBe(200)
})

const rod = {
  sku: 'S-1',
  name: '海竿',
  category: '',
  brand: '',
  specs: '',
  description: '',
  forRent: true,
  forSale: false,
  tracking: 'units',
  dayRent: 3500,
  deposit: 40_000,
  quantity: 3,
  pictureIds: [],
}
