import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { baseForPhones } from '../../src/modules/people/join-link.ts'
import { readQr } from '../read-qr.ts'
import { codeIn, testServer, type TestServer } from './test-server.ts'

const minute = 60_000
let server: TestServer
let owner: string
let next = 13_900_000_000

beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
}, 60_000)
afterAll(() => server.close())
// The limits count by the clock, so each test has an hour of its own.
beforeEach(() => server.pass(61 * minute))

const newPhone = (): string => String(++next)
const send = (phone: string, token?: string) => server.ask('phoneCode.send', { phone, purpose: 'signIn' }, { token })
const confirm = (phone: string, code: string, token?: string) =>
  server.ask('phoneCode.confirm', { phone, purpose: 'signIn', code }, { token })
const guest = async () => (await server.ask('guest.begin', {})).reply
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const find = async (text: string) =>
  (await server.ask('customer.find', { text }, { token: owner, surface: 'console' })).reply.customers.map((customer) => customer.name)

test('P4 a code signs in once; a second time it is expired', async () => {
  const phone = newPhone()
  await send(phone)
  const code = codeIn(server.window)
  const first = await confirm(phone, code)
  expect(first.reply.me).toMatchObject({ class: 'customer', phoneMasked: `139****${phone.slice(-4)}` })
  expect((await confirm(phone, code)).refusal.code).toBe('codeExpired')
})

test('P4 five wrong tries spend a code, and the right one comes too late', async () => {
  const phone = newPhone()
  await send(phone)
  const code = codeIn(server.window)
  for (const left of [4, 3, 2, 1])
    expect((await confirm(phone, wrong(code))).refusal).toMatchObject({ code: 'codeWrong', values: { left } })
  expect((await confirm(phone, wrong(code))).refusal.code).toBe('codeExpired')
  expect((await confirm(phone, code)).refusal.code).toBe('codeExpired')
})

test('P4 a code lasts five minutes', async () => {
  const [early, late] = [newPhone(), newPhone()]
  await send(early)
  const earlyCode = codeIn(server.window)
  server.pass(4 * minute)
  expect((await confirm(early, earlyCode)).status).toBe(200)
  await send(late)
  const lateCode = codeIn(server.window)
  server.pass(5 * minute)
  expect((await confirm(late, lateCode)).refusal.code).toBe('codeExpired')
})

test('P4 a newer code replaces the older one', async () => {
  const phone = newPhone()
  await send(phone)
  const older = codeIn(server.window)
  server.pass(minute)
  await send(phone)
  const newer = codeIn(server.window)
  expect((await confirm(phone, older === newer ? wrong(newer) : older)).refusal.code).toBe('codeWrong')
  expect((await confirm(phone, newer)).status).toBe(200)
})

test('P4 a code works for the phone and the device that asked, and no other', async () => {
  const [phone, other] = [newPhone(), newPhone()]
  const [asker, thief] = [await guest(), await guest()]
  await send(phone, asker.token)
  const code = codeIn(server.window)
  expect((await confirm(phone, code, thief.token)).refusal.code).toBe('codeExpired')
  expect((await confirm(phone, code)).refusal.code).toBe('codeExpired')
  expect((await confirm(other, code, asker.token)).refusal.code).toBe('codeExpired')
  expect((await confirm(phone, code, asker.token)).status).toBe(200)
})

test('P4 the answer to a known phone is the answer to an unknown one', async () => {
  const known = newPhone()
  await server.customer(known)
  server.pass(2 * minute)
  expect((await send(known)).reply).toEqual((await send(newPhone())).reply)
})

test('P6 one code a minute, five an hour, ten a day for a phone', async () => {
  const phone = newPhone()
  expect((await send(phone)).status).toBe(200)
  const soon = await send(phone)
  expect(soon.status).toBe(429)
  expect(soon.refusal.retryAfterMs).toBeGreaterThan(55_000)
  for (let sent = 1; sent < 5; sent++) {
    server.pass(minute)
    expect((await send(phone)).status).toBe(200)
  }
  server.pass(minute)
  expect((await send(phone)).refusal.code).toBe('tooMany')
  server.pass(60 * minute)
  for (let sent = 5; sent < 10; sent++) {
    expect((await send(phone)).status).toBe(200)
    server.pass(minute)
  }
  server.pass(60 * minute)
  expect((await send(phone)).refusal.code).toBe('tooMany')
  server.pass(1440 * minute)
  expect((await send(phone)).status).toBe(200)
})

test('P6 racing requests for one phone get one code', async () => {
  const phone = newPhone()
  const before = server.window.length
  const statuses = (await Promise.all(Array.from({ length: 5 }, () => send(phone)))).map((answer) => answer.status)
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 429, 429, 429, 429])
  expect(server.window.length).toBe(before + 1)
})

test('P6 one address gets sixty codes an hour', async () => {
  const statuses: number[] = []
  for (let sent = 0; sent < 61; sent++) statuses.push((await send(newPhone())).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(60)
  expect(statuses.at(-1)).toBe(429)
})

test('P7 a guest whose phone is new stays the same person', async () => {
  const begun = await guest()
  expect(begun.me).toMatchObject({ class: 'guest', roles: [], phoneMasked: null })
  const phone = newPhone()
  await send(phone, begun.token)
  const { reply } = await confirm(phone, codeIn(server.window), begun.token)
  expect(reply.me).toMatchObject({ personId: begun.me.personId, class: 'customer' })
})

test('P7 a guest whose phone is known is that customer, and his talk goes on as hers', async () => {
  const phone = newPhone()
  await server.customer(phone, { name: '陈渔' })
  server.pass(2 * minute)
  const begun = await guest()
  const talk = await server.ask('enquiry.open', {}, { token: begun.token })
  await send(phone, begun.token)
  const { reply } = await confirm(phone, codeIn(server.window), begun.token)
  expect(reply.me.name).toBe('陈渔')
  expect(reply.me.personId).not.toBe(begun.me.personId)
  expect(server.deps.aliases.alias(server.shopId, begun.me.personId)).toBe(reply.me.personId)
  const head = await server.ask('conversation.head', { conversationId: talk.reply.conversationId }, { token: reply.token })
  expect(head.status).toBe(200)
  const stranger = await server.ask('conversation.head', { conversationId: talk.reply.conversationId }, { token: (await guest()).token })
  expect(stranger.refusal.code).toBe('notFound')
})

test('P8 signing in makes a new session and ends the guest’s', async () => {
  const begun = await guest()
  const phone = newPhone()
  await send(phone, begun.token)
  const { reply } = await confirm(phone, codeIn(server.window), begun.token)
  expect(reply.token).not.toBe(begun.token)
  expect((await server.ask('session.current', {}, { token: begun.token })).reply.me).toBeNull()
  expect((await server.ask('session.current', {}, { token: reply.token })).reply.me?.personId).toBe(reply.me.personId)
})

test('P8 a session holds for its surface only, and its token is nowhere in the database', async () => {
  const { token } = await guest()
  expect((await server.ask('session.current', {}, { token, surface: 'console' })).reply.me).toBeNull()
  const { rows } = await server.deps.pool.query<{ text: string }>('select session::text as text from session')
  expect(rows.length).toBeGreaterThan(0)
  const hex = Buffer.from(token, 'base64url').toString('hex')
  for (const row of rows) expect(row.text.includes(token) || row.text.includes(hex)).toBe(false)
})

test('P10 a guest has a session and may ask, and is not found among the customers', async () => {
  const { me, token } = await guest()
  expect((await server.ask('enquiry.open', {}, { token })).status).toBe(200)
  expect(await find(me.name)).toEqual([])
})

test('P12 the code stands in the window with a masked phone, and the reply says so', async () => {
  const phone = newPhone()
  const { reply } = await send(phone)
  expect(reply).toEqual({ resendAfterMs: 60_000, window: true })
  expect(server.window.at(-1)).toContain(`139****${phone.slice(-4)}`)
  expect(server.window.at(-1)).not.toContain(phone)
})

test('P13 a customer is found by name, a piece of it, the number or its last four digits', async () => {
  await server.customer('13711112222', { name: '欧阳 Lily' })
  await server.customer('13733332222', { name: '欧文' })
  for (const text of ['欧阳', '欧阳lily', 'LILY', '13711112222', '+86 137 1111 2222']) expect(await find(text)).toEqual(['欧阳 Lily'])
  expect((await find('2222')).toSorted()).toEqual(['欧文', '欧阳 Lily'])
  expect((await find('欧')).toSorted()).toEqual(['欧文', '欧阳 Lily'])
  for (const text of ['2223', '13711112223', '阳欧', '李']) expect(await find(text)).toEqual([])
})

test('P13 staff make a customer of a caller; a known number is the known customer', async () => {
  const make = (body: object) => server.ask('customer.create', body, { token: owner, surface: 'console' })
  const made = await make({ name: '王婶', phone: '137 5555 6666' })
  expect(made.reply.customer).toMatchObject({ name: '王婶', phoneMasked: '137****6666', orders: 0, out: 0 })
  expect((await make({ name: '王阿姨', phone: '13755556666' })).reply.customer.personId).toBe(made.reply.customer.personId)
  expect((await make({ name: '无名', phone: '12345' })).refusal.code).toBe('phoneInvalid')
  expect((await make({ name: '路人' })).reply.customer.phoneMasked).toBeNull()
})

test('P13 no name and no phone stands in any table of people', async () => {
  await server.customer('13777778888', { name: '独一无二的名字' })
  const tables = ['person', 'person_search', 'phone_code', 'session', 'staff_login', 'one_time_link']
  for (const table of tables) {
    const { rows } = await server.deps.pool.query<{ text: string }>(`select t::text as text from ${table} t`)
    const text = rows.map((row) => row.text).join('\n')
    for (const secret of ['13777778888', '独一无二', Buffer.from('独一无二').toString('hex'), Buffer.from('13777778888').toString('hex')]) {
      expect(text.includes(secret)).toBe(false)
    }
  }
})

test('P11 a counter QR signs one customer in, once; a guest who takes her talk along keeps being herself', async () => {
  const make = (body: object) => server.ask('counterQr.create', body, { token: owner, surface: 'console' })
  const use = (token: string, asker?: string) => server.ask('counterQr.use', { token, name: '现场客', keepTalk: true }, { token: asker })
  const { reply: qr } = await make({})
  expect(qr.path).toBe(`/#/join/${qr.token}`)
  const begun = await guest()
  const used = await use(qr.token, begun.token)
  expect(used.reply).toMatchObject({
    me: { personId: begun.me.personId, class: 'customer', name: '现场客', roles: [] },
    conversationId: null,
  })
  expect((await use(qr.token)).refusal.code).toBe('linkUsed')
})

test('P11 a QR says whom it signs in before anything happens, and takes no guest’s talk unasked', async () => {
  const options = { token: owner, surface: 'console' } as const
  const known = (await server.ask('customer.create', { name: '秦姐' }, options)).reply.customer
  const make = async () => (await server.ask('counterQr.create', { customerId: known.personId }, options)).reply.token
  const look = async (token: string, asker?: string) => (await server.ask('counterQr.look', { token }, { token: asker })).reply
  const begun = await guest()
  const { conversationId } = (await server.ask('enquiry.open', {}, { token: begun.token })).reply
  const token = await make()
  expect([await look(token), await look(token, begun.token)]).toEqual([
    { name: '秦姐', same: false },
    { name: '秦姐', same: false },
  ])
  const without = (await server.ask('counterQr.use', { token }, { token: begun.token })).reply
  expect(without.me.personId).toBe(known.personId)
  expect((await server.ask('conversation.get', { conversationId }, { token: without.token })).status).not.toBe(200)
  expect((await server.ask('session.current', {}, { token: begun.token })).reply.me).toBeNull()
  expect(await look(await make(), without.token)).toEqual({ name: '秦姐', same: true })
  const { token: forNobody } = (await server.ask('counterQr.create', {}, options)).reply
  expect([await look(forNobody), await look(forNobody, without.token)]).toEqual([
    { name: null, same: false },
    { name: '秦姐', same: true },
  ])
  const other = await guest()
  const talk = (await server.ask('enquiry.open', {}, { token: other.token })).reply.conversationId
  const along = (await server.ask('counterQr.use', { token: await make(), keepTalk: true }, { token: other.token })).reply
  expect((await server.ask('conversation.get', { conversationId: talk }, { token: along.token })).status).toBe(200)
  expect((await server.ask('counterQr.look', { token })).refusal.code).toBe('linkUsed')
})

test('P11 the QR holds a whole address that a phone can reach, of the asker’s own shop', async () => {
  const options = { token: owner, surface: 'console', headers: { host: 'localhost:8080' } } as const
  const { deps } = server
  const bare = (await server.ask('counterQr.create', {}, options)).reply
  expect(bare.url).toBe(`http://localhost:8080/#/join/${bare.token}`)
  deps.lan = () => ({ url: 'https://192.168.1.5:8443/', trustUrl: '', fingerprint: '' })
  const { reply: qr } = await server.ask('counterQr.create', {}, options)
  expect(qr.url).toBe(`https://192.168.1.5:8443/#/join/${qr.token}`)
  expect(await readQr(qr.qr)).toBe(qr.url)
  const slug = await server.secondShop()
  const second = (await server.ask('counterQr.create', {}, { ...options, token: await server.owner(slug), shop: slug })).reply
  expect(second.url).toBe(`https://192.168.1.5:8443/s/${slug}/#/join/${second.token}`)
  deps.lan = () => null
})

test('P11 an https address of the asker’s is for phones as it is', () => {
  const lan = 'https://192.168.1.5:8443/'
  expect(baseForPhones('https://shop.example', lan)).toBe('https://shop.example')
  for (const own of ['http://localhost:8080', 'https://127.0.0.1:8443', 'http://192.168.1.5:8080', 'http://[::1]:8080']) {
    expect(baseForPhones(own, lan)).toBe(lan)
    expect(baseForPhones(own, undefined)).toBe(own)
  }
})

test('P11 a QR for a known customer signs in as her, late ones as nobody', async () => {
  const options = { token: owner, surface: 'console' } as const
  const known = (await server.ask('customer.create', { name: '刘姐' }, options)).reply.customer
  const { reply: qr } = await server.ask('counterQr.create', { customerId: known.personId }, options)
  expect((await server.ask('counterQr.use', { token: qr.token }, {})).reply.me).toMatchObject({ personId: known.personId, name: '刘姐' })
  const late = (await server.ask('counterQr.create', {}, options)).reply.token
  server.pass(12 * 60 * minute)
  expect((await server.ask('counterQr.use', { token: late }, {})).refusal.code).toBe('linkUsed')
  const me = (await server.ask('session.current', {}, options)).reply.me
  expect((await server.ask('counterQr.create', { customerId: me?.personId ?? '' }, options)).refusal.code).toBe('notFound')
})

test('P10 one address begins 300 guests an hour, and not one more', async () => {
  const begin = async () => (await server.ask('guest.begin', {})).status
  server.pass(61 * minute)
  const answers = []
  for (let nth = 0; nth < 301; nth++) answers.push(await begin())
  expect(answers.slice(0, 300).every((status) => status === 200)).toBe(true)
  expect(answers[300]).toBe(429)
  server.pass(61 * minute)
  expect(await begin()).toBe(200)
})
