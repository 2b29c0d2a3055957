import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { audienceOf, kindRules } from '@bobber/protocol'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { NewEntry } from '../../src/log/store.ts'
import { admitMessage, join, repeatErasures, signedBytes, signGrownHeads } from '../../src/modules/conversations/index.ts'
import { rotateDataKeys } from '../../src/platform/vault/rotate.ts'
import { testServer, type TestServer } from './test-server.ts'

const minute = 60_000
let server: TestServer
let owner: string
let next = 13_700_000_000

beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
}, 60_000)
afterAll(() => server.close())
beforeEach(() => server.pass(61 * minute))

const me = async (token: string) => (await server.ask('session.current', {}, { token })).reply.me?.personId ?? ''
const atConsole = { surface: 'console' } as const

async function talk() {
  const token = await server.customer(String(++next))
  const { conversationId } = (await server.ask('enquiry.open', {}, { token })).reply
  return { token, conversationId, personId: await me(token) }
}

/** Says something as the sync edge would. */
async function say(conversationId: string, personId: string, text: string, more: Partial<NewEntry> = {}): Promise<number> {
  const { deps, shopId } = server
  const result = await deps.log.lane(shopId).append(
    {
      entryId: randomUUID(),
      conversationId,
      authorId: personId,
      clientId: randomUUID(),
      kind: 'message.text',
      ...kindRules['message.text'],
      at: deps.clock.now(),
      content: JSON.stringify({ text }),
      sender: { class: 'customer', desk: false, readSeq: 0 },
      ...more,
    },
    1,
  )
  if (!result.ok) throw new Error(result.code)
  return result.entry.seq
}

async function words(conversationId: string, personId: string): Promise<(string | null)[]> {
  const viewer = { shopId: server.shopId, personId, class: 'customer' as const, desk: false }
  const entries = await server.deps.log.store.history(viewer, conversationId, 1, 99)
  return (entries ?? []).filter((entry) => entry.kind === 'message.text').map((entry) => entry.content)
}

test('L12 the author takes a message back within two minutes; twice is once', async () => {
  const { token, conversationId, personId } = await talk()
  const seq = await say(conversationId, personId, 'a slip')
  server.pass(2 * minute - 5000)
  expect((await server.ask('message.recall', { conversationId, seq }, { token })).status).toBe(200)
  expect((await server.ask('message.recall', { conversationId, seq }, { token })).status).toBe(200)
  expect(await words(conversationId, personId)).toEqual([null])
  const { rows } = await server.deps.pool.query(`select 1 from entry where conversation_id = $1 and kind = 'entry.recalled'`, [
    conversationId,
  ])
  expect(rows).toHaveLength(1)
})

test('L8 what was said to the staff alone is taken back among them alone', async () => {
  const { conversationId, personId } = await talk()
  const clerk = await server.staff(owner, 'service')
  const clerkId = (await server.ask('session.current', {}, { token: clerk, ...atConsole })).reply.me?.personId ?? ''
  const note: Partial<NewEntry> = { audience: audienceOf('staff'), sender: { class: 'staff', desk: true, readSeq: 0 } }
  const seq = await say(conversationId, clerkId, 'looks worn', note)
  expect((await server.ask('message.recall', { conversationId, seq }, { token: clerk, ...atConsole })).status).toBe(200)
  const kindsSeen = async (viewer: { personId: string; class: 'customer' | 'staff'; desk: boolean }) =>
    (await server.deps.log.store.history({ shopId: server.shopId, ...viewer }, conversationId, 1, 99))?.map((entry) => entry.kind)
  expect(await kindsSeen({ personId: clerkId, class: 'staff', desk: true })).toContain('entry.recalled')
  expect(await kindsSeen({ personId, class: 'customer', desk: false })).toEqual(['conversation.opened'])
})

test('L12 later than two minutes, somebody else’s, a fact, or a stranger’s conversation is not taken back', async () => {
  const { token, conversationId, personId } = await talk()
  const other = await talk()
  const seq = await say(conversationId, personId, 'stays')
  const recall = async (asker: string, of: number, as: object = {}) =>
    (await server.ask('message.recall', { conversationId, seq: of }, { token: asker, ...as })).refusal.code
  expect(await recall(other.token, seq)).toBe('notFound')
  expect(await recall(owner, seq, atConsole)).toBe('notFound')
  expect(await recall(token, 1)).toBe('notFound')
  server.pass(2 * minute + 1000)
  expect(await recall(token, seq)).toBe('recallTooLate')
  expect(await words(conversationId, personId)).toEqual(['{"text":"stays"}'])
})

test('L6 what was taken back is taken back again after a restore, and nothing else is', async () => {
  const { deps, shopId } = server
  const { token, conversationId, personId } = await talk()
  const seq = await say(conversationId, personId, 'my bank card is …')
  const kept = await say(conversationId, personId, 'see you on Friday')
  const before = await deps.pool.query('select sealed, salt from entry where conversation_id = $1 and seq = $2', [conversationId, seq])
  await server.ask('message.recall', { conversationId, seq }, { token })
  expect(await repeatErasures(deps)).toBe(0)
  const row: { sealed: Buffer; salt: Buffer } = before.rows[0]
  await deps.pool.query('update entry set sealed = $3, salt = $4 where conversation_id = $1 and seq = $2', [
    conversationId,
    seq,
    row.sealed,
    row.salt,
  ])
  // Another past may hold another entry at that place: it is not what was taken back.
  await deps.erasures.name({ shopId, conversationId, seq: kept, entryId: randomUUID(), byId: personId })
  expect(await words(conversationId, personId)).toContain(JSON.stringify({ text: 'my bank card is …' }))
  expect([await repeatErasures(deps), await repeatErasures(deps)]).toEqual([1, 0])
  expect(await words(conversationId, personId)).toEqual([null, JSON.stringify({ text: 'see you on Friday' })])
})

test('L6 a head that grew is signed once a day', async () => {
  const { deps } = server
  const { conversationId, personId } = await talk()
  const signed = async () =>
    (await deps.pool.query('select 1 from head_signature where conversation_id = $1', [conversationId])).rows.length
  await signGrownHeads(deps)
  expect(await signed()).toBe(1)
  await say(conversationId, personId, 'more')
  await signGrownHeads(deps)
  expect(await signed()).toBe(1)
  server.pass(24 * 60 * minute)
  await signGrownHeads(deps)
  await signGrownHeads(deps)
  expect(await signed()).toBe(2)
})

test('L11 a head that is asked for is signed by a key outside the database, over everything it says', async () => {
  const { token, conversationId, personId } = await talk()
  await say(conversationId, personId, 'agreed')
  const { reply } = await server.ask('conversation.head', { conversationId }, { token })
  const { seq, hash, signature, publicKey, at } = reply
  const holds = (changed: Partial<{ seq: number; hash: string; at: number }>) => {
    const head = { seq, hash, at, ...changed }
    const bytes = signedBytes({ shopId: server.shopId, conversationId, ...head, hash: Buffer.from(head.hash, 'hex') })
    // The key's fingerprint stands before the 64 bytes of the signature.
    return verify(null, bytes, createPublicKey(publicKey), Buffer.from(signature, 'base64url').subarray(-64))
  }
  expect(holds({})).toBe(true)
  expect([holds({ seq: seq + 1 }), holds({ at: at + 1 }), holds({ hash: hash.replace(/^./, (one) => (one === '0' ? '1' : '0')) })]).toEqual(
    [false, false, false],
  )
  const stranger = await talk()
  expect((await server.ask('conversation.head', { conversationId }, { token: stranger.token })).status).toBe(404)
})

test('L11 in the minutes after the keys were rotated a head names the key it was signed with', async () => {
  const { token, conversationId } = await talk()
  const { pool, vault, config } = server.deps
  await rotateDataKeys({ db: pool, keyFile: config.masterKeyFile, graceSeconds: 3600 })
  await vault.refresh()
  expect(vault.signingKeys()).toHaveLength(2)
  const { seq, hash, signature, publicKey, at } = (await server.ask('conversation.head', { conversationId }, { token })).reply
  const bytes = signedBytes({ shopId: server.shopId, conversationId, seq, at, hash: Buffer.from(hash, 'hex') })
  expect(verify(null, bytes, createPublicKey(publicKey), Buffer.from(signature, 'base64url').subarray(-64))).toBe(true)
})

test('L8 a rider’s head is the newest entry that riders see', async () => {
  const { conversationId, personId } = await talk()
  const rider = await server.staff(owner, 'rider')
  const riderId = (await server.ask('session.current', {}, { token: rider, ...atConsole })).reply.me?.personId ?? ''
  await server.deps.log.transact(server.shopId, async (tx) => {
    await join(tx, conversationId, { personId: riderId, name: '骑手' }, { class: 'rider', role: 'rider', how: 'staff' })
    return null
  })
  const seq = await say(conversationId, personId, 'to everybody')
  await server.ask('conversation.resolve', { conversationId }, { token: owner, ...atConsole })
  const heads = [
    await server.ask('conversation.head', { conversationId }, { token: rider, ...atConsole }),
    await server.ask('conversation.head', { conversationId }, { token: owner, ...atConsole }),
  ]
  expect(heads.map((head) => head.reply.seq)).toEqual([seq, seq + 1])
})

test('L8 two tabs that ask at once open one talk', async () => {
  const token = await server.customer(String(++next))
  const opened = await Promise.all(Array.from({ length: 5 }, () => server.ask('enquiry.open', {}, { token })))
  expect(new Set(opened.map(({ reply }) => reply.conversationId)).size).toBe(1)
})

test('L8 who looks after a talk, and that it was put away, is told to the shop alone', async () => {
  const { token, conversationId } = await talk()
  const ownerId = (await server.ask('session.current', {}, { token: owner, ...atConsole })).reply.me?.personId ?? ''
  await server.ask('conversation.assign', { conversationId, personId: ownerId }, { token: owner, ...atConsole })
  await server.ask('conversation.resolve', { conversationId }, { token: owner, ...atConsole })
  const asked = [
    await server.ask('conversation.get', { conversationId }, { token: owner, ...atConsole }),
    await server.ask('conversation.get', { conversationId }, { token }),
  ]
  expect(asked.map(({ reply }) => [reply.conversation.state, reply.conversation.assigneeId])).toEqual([
    ['resolved', ownerId],
    ['open', null],
  ])
})

test('L8 a customer has one open talk with the shop; the desk opens the same, nobody a stranger’s', async () => {
  const { token, conversationId, personId } = await talk()
  expect((await server.ask('enquiry.open', {}, { token })).reply.conversationId).toBe(conversationId)
  const atDesk = await server.ask('enquiry.open', { customerId: personId }, { token: owner, ...atConsole })
  expect(atDesk.reply.conversationId).toBe(conversationId)
  await server.ask('conversation.resolve', { conversationId }, { token: owner, ...atConsole })
  const fresh = (await server.ask('enquiry.open', {}, { token })).reply.conversationId
  expect(fresh).not.toBe(conversationId)
  expect((await server.ask('enquiry.open', { customerId: randomUUID() }, { token: owner, ...atConsole })).status).toBe(404)
})

test('C11 where the shop has switched talking off, nobody opens a talk or writes in one, until it is on again', async () => {
  const { token, conversationId, personId } = await talk()
  const sender = { shopId: server.shopId, personId, class: 'customer' as const, desk: false }
  const write = async () => {
    const message = { conversationId, kind: 'message.text' as const, content: { text: '还在吗' } }
    const admitted = await admitMessage(server.deps.db, sender, message)
    return 'code' in admitted ? admitted.code : 'admitted'
  }
  const open = async () => (await server.ask('enquiry.open', {}, { token })).refusal?.code
  const turn = (chat: boolean) =>
    server.ask('shop.change', { switches: { chat, rental: true, sale: true } }, { token: owner, ...atConsole })
  await turn(false)
  expect([await write(), await open()]).toEqual(['featureOff', 'featureOff'])
  await turn(true)
  expect([await write(), await open()]).toEqual(['admitted', undefined])
})

test('L2 who looks after a conversation is a mark with a position, and only staff can', async () => {
  const { conversationId, personId } = await talk()
  const clerk = await server.staff(owner, 'service')
  const clerkId = (await server.ask('session.current', {}, { token: clerk, ...atConsole })).reply.me?.personId ?? ''
  const { position } = await server.deps.log.store.incarnations(server.shopId)
  const assign = (to: string | null) => server.ask('conversation.assign', { conversationId, personId: to }, { token: owner, ...atConsole })
  expect((await assign(clerkId)).status).toBe(200)
  expect((await assign(personId)).status).toBe(404)
  const { conversations } = await server.deps.log.store.stretch(server.shopId, position)
  expect(conversations).toMatchObject([{ conversationId, assigneeId: clerkId }])
})

test('L2 who looks after a talk is told when it changes, or with a reason, and not once for each tap', async () => {
  const { conversationId } = await talk()
  const personId = (await server.ask('session.current', {}, { token: owner, ...atConsole })).reply.me?.personId ?? ''
  const assign = (body: object) => server.ask('conversation.assign', { conversationId, ...body }, { token: owner, ...atConsole })
  const told = async () =>
    (await server.deps.pool.query(`select from entry where conversation_id = $1 and kind = 'conversation.assigned'`, [conversationId]))
      .rowCount
  const steps = [{ personId: null, ifNobodys: true }, { personId: null }, { personId }, { personId }, { personId, reason: '他认识她' }]
  const counts: unknown[] = []
  for (const step of steps) {
    expect((await assign(step)).status).toBe(200)
    counts.push(await told())
  }
  expect(counts).toEqual([0, 0, 1, 1, 2])
})

test('K15 of clerks who answer at once, the first takes the talk; whoever has it keeps it', async () => {
  const { conversationId } = await talk()
  const clerks = await Promise.all([1, 2, 3].map(() => server.staff(owner, 'service')))
  const idOf = async (token: string) => (await server.ask('session.current', {}, { token, ...atConsole })).reply.me?.personId ?? ''
  const take = async (token: string) =>
    (await server.ask('conversation.assign', { conversationId, personId: await idOf(token), ifNobodys: true }, { token, ...atConsole }))
      .status
  expect(await Promise.all(clerks.map(take))).toEqual([200, 200, 200])
  const assigned = async () => (await server.ask('conversation.get', { conversationId }, { token: owner, ...atConsole })).reply.conversation
  const { assigneeId } = await assigned()
  expect(await Promise.all(clerks.map(idOf))).toContain(assigneeId)
  const told = await server.deps.pool.query(`select from entry where conversation_id = $1 and kind = 'conversation.assigned'`, [
    conversationId,
  ])
  expect(told.rowCount).toBe(1)
  for (const clerk of clerks) expect(await take(clerk)).toBe(200)
  expect((await assigned()).assigneeId).toBe(assigneeId)
})

test('L2 a conversation is put away once, and once more when its customer has written since', async () => {
  const { conversationId, personId } = await talk()
  const facts = async () =>
    (await server.deps.pool.query(`select 1 from entry where conversation_id = $1 and kind = 'conversation.resolved'`, [conversationId]))
      .rows.length
  const resolve = () => server.ask('conversation.resolve', { conversationId }, { token: owner, ...atConsole })
  await resolve()
  await resolve()
  expect(await facts()).toBe(1)
  await say(conversationId, personId, 'one more thing')
  await Promise.all(Array.from({ length: 5 }, resolve))
  expect(await facts()).toBe(2)
})
