import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellSince } from '../../src/modules/people/index.ts'
import { createLink, revoke } from '../../src/modules/people/links.ts'
import { holdSession } from '../../src/modules/people/sessions.ts'
import { untilWaiting } from '../until-waiting.ts'
import { type Answer, password, testServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
}, 60_000)
afterAll(() => server.close())

const console = { surface: 'console' } as const
const me = async (token: string) => (await server.ask('session.current', {}, { ...console, token })).reply.me
const staffOf = async (token: string) => (await server.ask('staff.list', {}, { ...console, token })).reply.staff

test('P9 who is dismissed is nobody at once, and his sockets are told', async () => {
  const owner = await server.owner()
  const clerk = await server.staff(owner, 'service')
  const personId = (await me(clerk))?.personId ?? ''
  const told: string[] = []
  const undo = server.deps.sessionsRevoked.listen(({ sessionId }) => told.push(sessionId))
  const [session] = (await server.ask('session.list', {}, { ...console, token: clerk })).reply.sessions
  await server.ask('staff.dismiss', { personId }, { ...console, token: owner })
  undo()
  expect(await me(clerk)).toBeNull()
  expect(told).toEqual([session?.sessionId])
  expect((await staffOf(owner)).find((one) => one.personId === personId)?.dismissed).toBe(true)
})

test('P9 new roles end the sessions that had the old ones', async () => {
  const owner = await server.owner()
  const clerk = await server.staff(owner, 'service')
  const personId = (await me(clerk))?.personId ?? ''
  expect((await server.ask('staff.roles', { personId, roles: ['finance'] }, { ...console, token: owner })).status).toBe(200)
  expect(await me(clerk)).toBeNull()
})

test('P9 of a link and its maker’s dismissal, whichever is first: the link opens nothing', async () => {
  const { deps, shopId } = server
  const asOwner = { ...console, token: await server.owner() }
  const maker = async () => {
    const token = await server.owner()
    const [session] = (await server.ask('session.list', {}, { ...console, token })).reply.sessions
    return { token, personId: (await me(token))?.personId ?? '', sessionId: session?.sessionId ?? '' }
  }
  const first = await maker()
  const late = Promise.withResolvers<Answer<'invitation.create'>>()
  await deps.log.transact(shopId, async (tx) => {
    await revoke(tx, deps, { personId: first.personId })
    const made = server.ask('invitation.create', { name: '己', roles: ['owner'] }, { ...console, token: first.token })
    await untilWaiting(deps.db, made)
    late.resolve(made)
    return {}
  })
  expect((await late.promise).refusal?.code).toBe('notSignedIn')

  const second = await maker()
  const early = await deps.db.transaction().execute(async (tx) => {
    expect(await holdSession(tx, { shopId, sessionId: second.sessionId })).toBe(true)
    const content = { name: '己', roles: ['owner' as const] }
    const vault = await deps.vault.shop(shopId)
    const link = await createLink(tx, deps, vault, { shopId, kind: 'invitation', content, by: second })
    const dismissed = server.ask('staff.dismiss', { personId: second.personId }, asOwner)
    await untilWaiting(deps.db, dismissed)
    return { link, dismissed }
  })
  expect((await early.dismissed).status).toBe(200)
  expect((await server.ask('invitation.look', { token: early.link.token }, console)).refusal.code).toBe('linkUsed')
})

/** A second session of somebody who signs in by this login, and an invitation that is made in it. */
async function alsoIn(login: string): Promise<{ token: string; invitation: string }> {
  const { token } = (await server.ask('password.signIn', { login, password }, console)).reply
  return { token, invitation: await invite(token) }
}
const invite = async (token: string): Promise<string> =>
  (await server.ask('invitation.create', { name: '己', roles: ['owner'] }, { ...console, token })).reply.token
const opens = async (token: string): Promise<boolean> => (await server.ask('invitation.look', { token }, console)).status === 200
const loginOfOwner = async (token: string): Promise<string> => {
  const { personId } = (await me(token)) ?? {}
  return (await staffOf(token)).find((one) => one.personId === personId)?.login ?? ''
}

test('P9 a session that is revoked takes the links along that were made in it, and no others; signing out takes none', async () => {
  const here = await server.owner()
  const kept = await invite(here)
  const stolen = await alsoIn(await loginOfOwner(here))
  const left = await alsoIn(await loginOfOwner(here))
  await server.ask('session.end', {}, { ...console, token: left.token })
  const { sessions } = (await server.ask('session.list', {}, { ...console, token: here })).reply
  expect(sessions.length).toBe(2)
  const sessionId = sessions.find(({ current }) => !current)?.sessionId ?? ''
  expect((await server.ask('session.revoke', { sessionId }, { ...console, token: here })).status).toBe(200)
  expect([await me(stolen.token), await opens(stolen.invitation)]).toEqual([null, false])
  expect([await opens(kept), await opens(left.invitation)]).toEqual([true, true])
})

test('P18 with another password nothing is left of what was made elsewhere with the old one, by whoever signed out since neither', async () => {
  const here = await server.owner()
  const login = await loginOfOwner(here)
  const kept = await invite(here)
  const open = await alsoIn(login)
  const gone = await alsoIn(login)
  await server.ask('session.end', {}, { ...console, token: gone.token })
  const changed = await server.ask('password.change', { password, newPassword: 'river stone 83' }, { ...console, token: here })
  expect(changed.status).toBe(200)
  expect([await opens(open.invitation), await opens(gone.invitation), await opens(kept)]).toEqual([false, false, true])
  expect([await me(open.token), (await me(here))?.class]).toEqual([null, 'staff'])
})

test('P9 P19 who uses a link of his own in the moment of his dismissal: both are answered, and in the end he is nobody', async () => {
  const { deps, shopId } = server
  const asOwner = { ...console, token: await server.owner() }
  const his = await server.owner()
  const personId = (await me(his))?.personId ?? ''
  const { token } = (await server.ask('passwordLink.create', { personId }, { ...console, token: his })).reply
  const racing = await deps.db.transaction().execute(async (tx) => {
    await sql`select from staff_login where shop_id = ${shopId} and person_id = ${personId} for update`.execute(tx)
    // He holds the link and will want his sessions; his dismissal holds them and wants the link.
    const used = server.ask('passwordLink.use', { token, password: 'river stone 84' }, console)
    await untilWaiting(deps.db, used)
    const dismissed = server.ask('staff.dismiss', { personId }, asOwner)
    await untilWaiting(deps.db, dismissed, 2)
    return { used, dismissed }
  })
  const [used, dismissed] = [await racing.used, await racing.dismissed]
  expect(dismissed.status).toBe(200)
  expect([200, 409]).toContain(used.status)
  const left = used.status === 200 ? [his, used.reply.token] : [his]
  expect(await Promise.all(left.map(me))).toEqual(left.map(() => null))
})

test('P24 whoever is reinstated signs in as before, with the roles he had; what was ended stays ended', async () => {
  const owner = { ...console, token: await server.owner() }
  const token = await server.owner()
  const [link, login, personId] = [await invite(token), await loginOfOwner(token), (await me(token))?.personId]
  const signIn = () => server.ask('password.signIn', { login, password }, console)
  const reinstate = () => server.ask('staff.reinstate', { personId }, owner)
  expect((await reinstate()).refusal.code).toBe('notFound')
  await server.ask('staff.dismiss', { personId }, owner)
  expect((await signIn()).refusal.code).toBe('passwordWrong')
  expect((await reinstate()).status).toBe(200)
  expect((await signIn()).reply.me).toMatchObject({ personId, roles: ['owner'] })
  expect([await me(token), await opens(link)]).toEqual([null, false])
})

test('P9 one sees and ends one’s own sessions, and nobody else’s', async () => {
  const owner = await server.owner()
  const other = await server.owner()
  const [mine] = (await server.ask('session.list', {}, { ...console, token: owner })).reply.sessions
  expect(mine).toMatchObject({ current: true })
  const sessionId = mine?.sessionId ?? ''
  expect((await server.ask('session.revoke', { sessionId }, { ...console, token: other })).refusal.code).toBe('notFound')
  expect((await server.ask('session.revoke', { sessionId }, { ...console, token: owner })).status).toBe(200)
  expect(await me(owner)).toBeNull()
})

test('P9 another node hears of an ended session, and of one that still holds it does not', async () => {
  const owner = await server.owner()
  const since = await tellSince(server.deps, undefined)
  const kept = await server.owner()
  const sessions = (await server.ask('session.list', {}, { ...console, token: owner })).reply.sessions.map((one) => one.sessionId)
  const keptSessions = (await server.ask('session.list', {}, { ...console, token: kept })).reply.sessions.map((one) => one.sessionId)
  await server.ask('session.end', {}, { ...console, token: owner })
  const told: string[] = []
  const undo = server.deps.sessionsRevoked.listen(({ sessionId }) => told.push(sessionId))
  await tellSince(server.deps, since)
  undo()
  expect(told).toContain(sessions[0])
  expect(told).not.toContain(keptSessions[0])
})
