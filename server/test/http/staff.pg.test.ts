import type { StaffRole } from '@bobber/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOwnerLink, ownersPasswordLinks } from '../../src/modules/people/index.ts'
import { createLink } from '../../src/modules/people/links.ts'
import { password, testServer, type TestServer } from './test-server.ts'

const hour = 3_600_000
let server: TestServer
beforeAll(async () => {
  server = await testServer()
}, 60_000)
afterAll(() => server.close())

const console = { surface: 'console' } as const
const useLink = (token: string, login: string, change: object = {}) =>
  server.ask('ownerLink.use', { token, name: '店主', login, password, shopName: '湖边渔具', ...change }, console)
const me = async (token: string) => (await server.ask('session.current', {}, { ...console, token })).reply.me
const staffOf = async (token: string) => (await server.ask('staff.list', {}, { ...console, token })).reply.staff

test('P1 the newest owner link makes the owner and names the shop, once; earlier and late ones open nothing', async () => {
  const [older, late] = [await newOwnerLink(server.deps, server.shopId), await newOwnerLink(server.deps, server.shopId)]
  expect((await useLink(older ?? '', 'boss')).refusal.code).toBe('linkUsed')
  server.pass(25 * hour)
  expect((await useLink(late ?? '', 'boss')).refusal.code).toBe('linkUsed')
  const link = (await newOwnerLink(server.deps, server.shopId)) ?? ''
  const look = async (token: string) => (await server.ask('ownerLink.look', { token }, console)).status
  expect([await look(older ?? ''), await look(late ?? ''), await look(link)]).toEqual([409, 409, 200])
  expect((await useLink(link, 'boss', { password: '12345678' })).refusal.code).toBe('passwordWeak')
  const used = await useLink(link, 'boss')
  expect(used.reply.me).toMatchObject({ class: 'staff', roles: ['owner'], name: '店主' })
  expect(used.cookies).toEqual([
    expect.stringMatching(/^bobber-console-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/),
  ])
  expect((await server.ask('shop.get', {})).reply.name).toBe('湖边渔具')
  expect([(await useLink(link, 'boss2')).refusal.code, await look(link)]).toEqual(['linkUsed', 409])
  expect(await newOwnerLink(server.deps, server.shopId)).toBeUndefined()
})

test('P1 two who follow one owner link at once make one owner', async () => {
  const { deps, shopId } = server
  const { token } = await createLink(deps.db, deps, await deps.vault.shop(shopId), { shopId, kind: 'owner', content: {}, by: null })
  const answers = await Promise.all(['racer-a', 'racer-b'].map((login) => useLink(token, login)))
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
})

test('P2 an invitation gives exactly its roles, once', async () => {
  const owner = await server.owner()
  const made = await server.ask('invitation.create', { name: '小赵', roles: ['service', 'warehouse'] }, { ...console, token: owner })
  const { token } = made.reply
  expect((await server.ask('invitation.look', { token }, console)).reply).toEqual({
    name: '小赵',
    roles: ['service', 'warehouse'],
    shopName: '小店',
  })
  const accept = (login: string) => server.ask('invitation.accept', { token, login, password }, console)
  expect((await accept('zhao')).reply.me).toMatchObject({ name: '小赵', roles: ['service', 'warehouse'] })
  expect((await accept('zhao2')).refusal.code).toBe('linkUsed')
  expect((await server.ask('invitation.look', { token }, console)).refusal.code).toBe('linkUsed')
})

test('P2 a login name belongs to one person, however it is written', async () => {
  const owner = await server.owner()
  const invite = async () =>
    (await server.ask('invitation.create', { name: '甲', roles: ['rider'] }, { ...console, token: owner })).reply.token
  const accept = async (login: string) => server.ask('invitation.accept', { token: await invite(), login, password }, console)
  expect((await accept('Lake One')).status).toBe(200)
  expect((await accept('lakeONE')).refusal.code).toBe('nameTaken')
})

test('P3 the last owner stays: neither dismissed nor given other roles, also in a race of two', async () => {
  const owner = await server.owner()
  for (const other of (await staffOf(owner)).filter((one) => one.roles.includes('owner'))) {
    if (other.personId !== (await me(owner))?.personId)
      await server.ask('staff.dismiss', { personId: other.personId }, { ...console, token: owner })
  }
  const mine = (await me(owner))?.personId ?? ''
  const asOwner = { ...console, token: owner }
  expect((await server.ask('staff.dismiss', { personId: mine }, asOwner)).refusal.code).toBe('lastOwner')
  expect((await server.ask('staff.roles', { personId: mine, roles: ['finance'] }, asOwner)).refusal.code).toBe('lastOwner')
  const second = await server.owner()
  const theirs = (await me(second))?.personId ?? ''
  const both = await Promise.all([
    server.ask('staff.dismiss', { personId: theirs }, asOwner),
    server.ask('staff.dismiss', { personId: mine }, { ...console, token: second }),
  ])
  expect(both.filter((answer) => answer.status === 200)).toHaveLength(1)
})

test('P23 a rider and a buyer see no order and no colleague; login names are told to owners only', async () => {
  const owner = await server.owner()
  const seenBy = async (role: StaffRole) => {
    const at = { ...console, token: await server.staff(owner, role) }
    const orders = await server.ask('order.list', {}, at)
    const colleagues = await server.ask('staff.list', {}, at)
    const logins = colleagues.status === 200 ? colleagues.reply.staff.filter(({ login }) => login !== null).length : null
    return { orders: orders.status === 200, logins }
  }
  for (const role of ['rider', 'purchasing'] as const) expect(await seenBy(role)).toEqual({ orders: false, logins: null })
  for (const role of ['finance', 'warehouse'] as const) expect(await seenBy(role)).toEqual({ orders: true, logins: null })
  for (const role of ['service', 'manager'] as const) expect(await seenBy(role)).toEqual({ orders: true, logins: 0 })
  expect((await staffOf(owner)).every(({ login }) => login !== null)).toBe(true)
}, 30_000)

test('P5 a wrong login and a wrong password get the same answer; ten wrong ones bring a pause', async () => {
  const owner = await server.owner()
  const { token } = (await server.ask('invitation.create', { name: '乙', roles: ['service'] }, { ...console, token: owner })).reply
  await server.ask('invitation.accept', { token, login: 'pause-me', password }, console)
  const signIn = (login: string, word: string) => server.ask('password.signIn', { login, password: word }, console)
  const unknown = await signIn('no-such-login', 'wrong')
  expect(await signIn('pause-me', 'wrong')).toEqual(unknown)
  expect((await signIn('pause-me', password)).reply.me.roles).toEqual(['service'])
  for (let tried = 0; tried < 10; tried++) expect((await signIn('pause-me', 'wrong')).refusal.code).toBe('passwordWrong')
  expect((await signIn('pause-me', password)).status).toBe(429)
  server.pass(15 * 60_000)
  expect((await signIn('pause-me', password)).status).toBe(200)
})

test('P18 another password by the old one: other sessions end, this one stays, and guessing pauses', async () => {
  const owner = await server.owner()
  const { token: link } = (await server.ask('invitation.create', { name: '丙', roles: ['service'] }, { ...console, token: owner })).reply
  const accepted = await server.ask('invitation.accept', { token: link, login: 'changer', password }, console)
  const here = { ...console, token: accepted.reply.token }
  const elsewhere = (await server.ask('password.signIn', { login: 'changer', password }, console)).reply.token
  const change = (old: string, newPassword: string) => server.ask('password.change', { password: old, newPassword }, here)
  expect((await change('wrong', 'river stone 77')).refusal.code).toBe('passwordWrong')
  expect((await change(password, 'changer1')).refusal.code).toBe('passwordWeak')
  expect((await change(password, 'river stone 77')).status).toBe(200)
  expect([await me(elsewhere), (await me(here.token))?.name]).toEqual([null, '丙'])
  expect((await server.ask('password.signIn', { login: 'changer', password }, console)).refusal.code).toBe('passwordWrong')
  expect((await server.ask('password.signIn', { login: 'changer', password: 'river stone 77' }, console)).status).toBe(200)
  for (let tried = 0; tried < 10; tried++) await change('wrong', 'river stone 78')
  expect((await change('river stone 77', 'river stone 78')).status).toBe(429)
})

test('P19 a link sets a colleague’s password anew, once; his sessions and links end', async () => {
  const asOwner = { ...console, token: await server.owner() }
  const { token: link } = (await server.ask('invitation.create', { name: '丁', roles: ['service'] }, asOwner)).reply
  const lost = (await server.ask('invitation.accept', { token: link, login: 'forgetful', password }, console)).reply
  const { token: qr } = (await server.ask('counterQr.create', {}, { ...console, token: lost.token })).reply
  const made = (await server.ask('passwordLink.create', { personId: lost.me.personId }, asOwner)).reply
  expect(made.path).toBe(`/console/password#${made.token}`)
  expect((await server.ask('passwordLink.look', { token: made.token }, console)).reply).toEqual({ name: '丁', login: 'forgetful' })
  const use = (word: string) => server.ask('passwordLink.use', { token: made.token, password: word }, console)
  expect((await use('forgetful1')).refusal.code).toBe('passwordWeak')
  const used = (await use('river stone 79')).reply
  expect(used.me).toMatchObject({ personId: lost.me.personId, roles: ['service'] })
  expect((await use('river stone 80')).refusal.code).toBe('linkUsed')
  expect([await me(lost.token), (await me(used.token))?.personId]).toEqual([null, lost.me.personId])
  expect((await server.ask('counterQr.use', { token: qr })).refusal.code).toBe('linkUsed')
  expect((await server.ask('password.signIn', { login: 'forgetful', password }, console)).refusal.code).toBe('passwordWrong')
  expect((await server.ask('password.signIn', { login: 'forgetful', password: 'river stone 79' }, console)).status).toBe(200)
})

test('P19 once the password is another, links that were to replace the old one open nothing', async () => {
  const asOwner = { ...console, token: await server.owner() }
  const clerk = await server.staff(asOwner.token, 'service')
  const personId = (await me(clerk))?.personId ?? ''
  const link = async () => (await server.ask('passwordLink.create', { personId }, asOwner)).reply.token
  const [first, second, third] = [await link(), await link(), await link()]
  const use = async (token: string, word: string) => (await server.ask('passwordLink.use', { token, password: word }, console)).refusal.code
  const { reply } = await server.ask('passwordLink.use', { token: first, password: 'river stone 83' }, console)
  expect(await use(second, 'river stone 84')).toBe('linkUsed')
  const fresh = await link()
  const change = { password: 'river stone 83', newPassword: 'river stone 85' }
  expect((await server.ask('password.change', change, { ...console, token: reply.token })).status).toBe(200)
  expect([await use(third, 'river stone 86'), await use(fresh, 'river stone 86')]).toEqual(['linkUsed', 'linkUsed'])
})

test('P19 of links to one password that are used at once, one sets it; the others open nothing', async () => {
  const asOwner = { ...console, token: await server.owner() }
  const clerk = await server.staff(asOwner.token, 'service')
  const personId = (await me(clerk))?.personId ?? ''
  const links = await Promise.all([1, 2, 3, 4].map(() => server.ask('passwordLink.create', { personId }, asOwner)))
  const used = await Promise.all(
    links.map(({ reply }, nth) => server.ask('passwordLink.use', { token: reply.token, password: `river stone 9${nth}` }, console)),
  )
  expect(used.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(used.filter(({ status }) => status !== 200).map(({ refusal }) => refusal.code)).toEqual(['linkUsed', 'linkUsed', 'linkUsed'])
})

test('P18 who signs in while the password is changed has the new one or is no one', async () => {
  const asOwner = { ...console, token: await server.owner() }
  const { token: link } = (await server.ask('invitation.create', { name: '戊', roles: ['service'] }, asOwner)).reply
  let old = password
  let { token } = (await server.ask('invitation.accept', { token: link, login: 'in-a-hurry', password: old }, console)).reply
  for (const newPassword of ['river stone 91', 'river stone 92', 'river stone 93']) {
    const [changed, ...came] = await Promise.all([
      server.ask('password.change', { password: old, newPassword }, { ...console, token }),
      ...Array.from({ length: 9 }, () => server.ask('password.signIn', { login: 'in-a-hurry', password: old }, console)),
    ])
    expect(changed.status).toBe(200)
    const isIn = ({ status }: (typeof came)[number]) => status === 200
    expect((await Promise.all(came.filter(isIn).map(({ reply }) => me(reply.token)))).filter((one) => one !== null)).toEqual([])
    expect(came.filter((one) => !isIn(one) && one.refusal.code !== 'passwordWrong')).toEqual([])
    ;({ token } = (await server.ask('password.signIn', { login: 'in-a-hurry', password: newPassword }, console)).reply)
    old = newPassword
  }
}, 30_000)

test('P19 no link for a stranger or a customer, none opens after a dismissal, and a late one opens nothing', async () => {
  const asOwner = { ...console, token: await server.owner() }
  const customer = (await server.ask('customer.create', { name: '顾客' }, asOwner)).reply.customer.personId
  for (const personId of [customer, '00000000-0000-7000-8000-00000000dead']) {
    expect((await server.ask('passwordLink.create', { personId }, asOwner)).refusal.code).toBe('notFound')
  }
  const clerk = (await me(await server.staff(asOwner.token, 'service')))?.personId ?? ''
  const [late, dismissed] = [
    (await server.ask('passwordLink.create', { personId: clerk }, asOwner)).reply.token,
    (await server.ask('passwordLink.create', { personId: clerk }, asOwner)).reply.token,
  ]
  const look = async (token: string) => (await server.ask('passwordLink.look', { token }, console)).status
  expect(await look(late)).toBe(200)
  server.pass(24 * hour)
  expect(await look(late)).toBe(409)
  await server.ask('staff.dismiss', { personId: clerk }, asOwner)
  expect((await server.ask('passwordLink.use', { token: dismissed, password: 'river stone 81' }, console)).refusal.code).toBe('linkUsed')
})

test('P19 at the machine, owners get a way back in, and the shop no second owner', async () => {
  const owner = await server.owner()
  const mine = (await server.ask('staff.list', {}, { ...console, token: owner })).reply.staff
  const links = await ownersPasswordLinks(server.deps, server.shopId)
  const owners = mine.filter((one) => one.roles.includes('owner') && !one.dismissed)
  expect(links.map(({ login }) => login)).toEqual(owners.map(({ login }) => login))
  const last = links.at(-1)
  const back = (await server.ask('passwordLink.use', { token: last?.token, password: 'river stone 82' }, console)).reply
  expect(back.me).toMatchObject({ personId: owners.at(-1)?.personId, roles: ['owner'] })
  expect((await staffOf(back.token)).filter((one) => one.roles.includes('owner')).length).toBe(
    mine.filter((one) => one.roles.includes('owner')).length,
  )
})

test('P14 what a change names is changed, the rest stays', async () => {
  const token = await server.owner()
  const settings = async () => (await server.ask('shop.settings', {}, { ...console, token })).reply
  const before = await settings()
  await server.ask('shop.change', { holdMinutes: 45, switches: { chat: true, rental: true, sale: false } }, { ...console, token })
  const after = await settings()
  expect(after).toEqual({ ...before, now: after.now, holdMinutes: 45, switches: { chat: true, rental: true, sale: false } })
})

test('P15 the checklist follows what the shop holds', async () => {
  const token = await server.owner()
  const done = async () => {
    const { steps } = (await server.ask('shop.setUp', {}, { ...console, token })).reply
    return steps.filter((step) => step.done).map((step) => step.key)
  }
  expect(await done()).toEqual(['team'])
  const key = (await server.ask('masterKey.look', { password }, { ...console, token })).reply
  expect(key).toMatchObject({ kept: false, words: expect.stringMatching(/^(\w{4} ){13}\w{4}$/) })
  await server.ask('masterKey.kept', {}, { ...console, token })
  await server.ask('guest.begin', {}, { headers: { 'user-agent': 'Mozilla/5.0 (iPhone) Safari/604.1' } })
  expect(await done()).toEqual(['masterKey', 'team', 'phone'])
})

test('P16 the practice clock moves forward only, and everybody in this process is told', async () => {
  const token = await server.owner()
  const move = (to: number) => server.ask('clock.move', { to }, { ...console, token })
  const told: number[] = []
  const undo = server.deps.clockMoved.listen(({ byMs }) => told.push(Math.round(byMs / 1000)))
  const to = server.deps.clock.now() + hour
  expect((await move(to)).reply.now).toBeGreaterThanOrEqual(to)
  expect((await move(to - hour)).refusal.code).toBe('malformed')
  undo()
  expect(told).toEqual([3600])
  expect(server.deps.clock.now()).toBeGreaterThanOrEqual(to)
})
