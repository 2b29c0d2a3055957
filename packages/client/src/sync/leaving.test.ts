import { expect, test } from 'vitest'
import { ack, Bench, changes, entry, gone, mark, me, talk, text, welcome } from '../client.builders.ts'
import type { Siblings, TabNews } from '../environment.ts'
import { memoryStore } from '../store/memory.ts'
import type { Rows, Store } from '../store/store.ts'

const few = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index))
const unsent = (bench: Bench) =>
  bench.client.conversation(talk)?.items.flatMap((item) => (item.type === 'unsent' ? [item.unsent.content] : [])) ?? []
/** What of a person stands in the store. */
const left = (rows: Rows) => [...rows.keys()].filter((key) => key !== 'device')
const week = 7 * 24 * 3_600_000

/** Tabs of one browser: what one tells all others hear; the first one keeps the log. */
class Tabs {
  readonly rows: Rows = new Map()
  #ears: ((news: TabNews) => void)[] = []
  #keepers = 0

  open(tab: string): Bench {
    const mine = this.#ears.length
    const siblings: Siblings = {
      alive: () => Promise.resolve(new Set<string>()),
      tell: (news) => this.#ears.forEach((hear, at) => at !== mine && hear(news)),
      listen: (heard) => void this.#ears.push(heard),
      keeper: () => (this.#keepers++ === 0 ? Promise.resolve() : new Promise(() => undefined)),
    }
    return new Bench({ tab, siblings }, this.rows)
  }
}

test('SDK22 signing out leaves nothing of the person on the device, and the next start shows nothing', async () => {
  const bench = await new Bench({ keepsToken: true }).live(few(1, 3))
  bench.client.read(talk, 2)
  bench.client.send(talk, text('on its way'))
  await bench.flush()
  bench.answers({})
  expect(await bench.client.signOut()).toBeNull()
  expect([bench.client.conversations(), bench.client.me(), left(bench.rows)]).toEqual([[], null, []])
  await bench.refuse()
  expect([bench.client.connection(), bench.of('hello').at(-1)?.token]).toEqual(['nobody', undefined])
  const next = new Bench({}, bench.rows)
  await next.flush()
  expect(next.client.conversations()).toEqual([])
})

test('SDK22 signing out when nobody answers leaves everything, and says why', async () => {
  const bench = await new Bench().live(few(1, 3))
  expect(await bench.client.signOut()).toMatchObject({ code: 'offline' })
  expect([bench.client.me()?.personId, bench.client.conversations().length]).toEqual([me, 1])
})

test('SDK22 signing out a session that is over already leaves nothing, too', async () => {
  const bench = await new Bench().live(few(1, 3))
  bench.answers({ code: 'notSignedIn', message: '', remedy: '' }, 401)
  expect(await bench.client.signOut()).toBeNull()
  expect(left(bench.rows)).toEqual([])
})

test.each(['refused', 'revoked'])('SDK22 a session that turns out to be nobody’s (%s) takes the log along', async (how) => {
  const bench = await new Bench({ keepsToken: true }).live(few(1, 3))
  const sent = bench.client.send(talk, text('in the log'))
  await bench.flush()
  await bench.say(ack(sent, 4))
  bench.client.read(talk, 2)
  bench.wire.cut()
  bench.client.send(talk, text('not sent'))
  await bench.pass(1_000)
  if (how === 'refused') await bench.refuse()
  else {
    await bench.accept()
    await bench.say(welcome())
    await bench.close(gone, 'revoked')
  }
  expect([bench.client.conversations(), bench.client.me(), bench.client.connection()]).toEqual([[], null, 'nobody'])
  expect(left(bench.rows)).toEqual([expect.stringMatching('^outbox/')])
  expect(JSON.stringify([...bench.rows])).not.toContain('in the log')
})

test('SDK22 what he had not sent waits for himself, and is sent when he is back', async () => {
  const bench = await new Bench().live(few(1, 3))
  bench.wire.cut()
  bench.client.send(talk, text('not sent'))
  await bench.pass(1_000)
  await bench.refuse()
  const next = new Bench({ tab: 'tab-2' }, bench.rows)
  await next.refuse()
  expect(next.client.conversations()).toEqual([])
  await next.signIn('somebody else')
  await next.accept()
  await next.say(welcome('somebody else'))
  expect(next.client.conversations()).toEqual([])
  await next.signIn(me)
  await next.live(few(1, 3))
  expect(next.of('send').map((frame) => frame.content)).toEqual([{ text: 'not sent' }])
})

test('SDK17 what waits for another person waits a week', async () => {
  const bench = await new Bench().live()
  bench.wire.cut()
  bench.client.send(talk, text('not sent'))
  await bench.pass(1_000)
  await bench.refuse()
  const late = new Bench({ tab: 'tab-2' }, bench.rows)
  late.clock.advance(week + 1)
  await late.refuse()
  expect(left(late.rows)).toEqual([])
})

test('SDK22 a page that is too old keeps what it has', async () => {
  const bench = await new Bench().live(few(1, 3))
  await bench.close(gone, 'protocolVersion')
  expect([bench.client.connection(), bench.client.conversations().length]).toEqual(['gone', 1])
  expect(left(bench.rows)).not.toEqual([])
})

test('SDK22 a session that ends by this device’s own sign-in is no end: the guest’s log and messages are the customer’s', async () => {
  const bench = await new Bench().live(few(1, 2))
  const sent = bench.client.send(talk, text('in the log'))
  await bench.flush()
  await bench.say(ack(sent, 3))
  bench.client.send(talk, text('not sent'))
  await bench.flush()
  let answer = (_reply: object): void => undefined
  bench.answer = () => new Promise((done) => (answer = (reply) => done({ status: 200, json: () => Promise.resolve(reply) })))
  const signingIn = bench.client.call('phoneCode.confirm', { phone: '13800000000', purpose: 'signIn', code: '123456' })
  await bench.close(gone, 'revoked')
  expect([bench.client.conversation(talk)?.lastSeq, bench.client.connection()]).toEqual([2, 'connecting'])
  answer({ me: { personId: 'customer', name: '', class: 'customer', roles: [], phoneMasked: null }, token: 'new' })
  await signingIn
  expect(bench.client.conversation(talk)?.lastSeq ?? 0).toBe(0)
  await bench.accept()
  await bench.say(welcome('customer', 'customer', [me]), { t: 'resync' })
  const ref = bench.of('snapshot').at(-1)?.ref ?? -1
  await bench.say({ t: 'snapshot', ref, heads: [], entries: few(1, 2), marks: [mark('customer')], conversations: [], resume: 'r2' })
  await bench.say(changes({ resume: 'r2' }))
  expect(bench.of('send').at(-1)?.content).toEqual({ text: 'in the log' })
  await bench.say(ack(sent, 3))
  expect(bench.of('send').at(-1)?.content).toEqual({ text: 'not sent' })
})

test('SDK22 a sign-in that is refused after the session ended leaves nothing', async () => {
  const bench = await new Bench().live(few(1, 2))
  let answer = (_reply: object): void => undefined
  bench.answer = () => new Promise((done) => (answer = (reply) => done({ status: 409, json: () => Promise.resolve(reply) })))
  const signingIn = bench.client.call('phoneCode.confirm', { phone: '13800000000', purpose: 'signIn', code: '123456' })
  await bench.close(gone, 'revoked')
  answer({ code: 'codeExpired', message: '', remedy: '' })
  await signingIn
  expect([bench.client.conversations(), left(bench.rows)]).toEqual([[], []])
})

test('SDK17 what is written between a sign-in and its welcome is the new person’s', async () => {
  const bench = await new Bench().live(few(1, 2))
  await bench.signIn('guest')
  bench.client.send(talk, text('hello'))
  await bench.accept()
  await bench.say(welcome('guest'))
  expect(unsent(bench)).toEqual([{ text: 'hello' }])
})

test('SDK22 in whichever tab he signs out, no tab and no store holds anything', async () => {
  const tabs = new Tabs()
  const keeper = await tabs.open('keeper').live(few(1, 3))
  const other = await tabs.open('other').live(few(1, 3))
  keeper.client.send(talk, text('on its way'))
  await keeper.flush()
  other.answers({})
  await other.client.signOut()
  await keeper.flush()
  expect([other.client.conversations(), keeper.client.conversations(), unsent(keeper)]).toEqual([[], [], []])
  expect(left(tabs.rows)).toEqual([])
})

test('SDK22 the log of whoever signed in since, in another tab, is kept whole', async () => {
  const tabs = new Tabs()
  const keeper = await tabs.open('keeper').live(few(1, 3))
  const other = await tabs.open('other').live(few(1, 3))
  await keeper.signIn('next')
  await keeper.live([entry(9, { conversationId: 'of the next' })], [mark('next', { conversationId: 'of the next' })], 'next')
  other.answers({ code: 'notSignedIn', message: '', remedy: '' }, 401)
  await other.client.signOut()
  await keeper.flush()
  const start = new Bench({}, tabs.rows)
  await start.flush()
  expect(start.client.conversation('of the next')?.lastSeq).toBe(9)
})

test('SDK6 what was kept after another tab took the log away is no log: the next start reads it anew', async () => {
  const bench = await new Bench().live(few(1, 3))
  for (const key of bench.rows.keys()) if (key.startsWith('log/')) bench.rows.delete(key)
  await bench.say(changes({ entries: [entry(4)], resume: 'r4' }))
  expect(bench.rows.get('log/kept')).toMatchObject({ resume: 'r4' })
  const next = new Bench({}, bench.rows)
  await next.accept()
  expect([next.of('hello')[0]?.resume, next.client.conversations()]).toEqual([undefined, []])
})

test('SDK11 a tab that is alone writes the log at its start no second time; one that takes it over writes it whole', async () => {
  const first = await new Bench().live(few(1, 3))
  const batches: string[] = []
  const watched = (): Store => {
    const inner = memoryStore(first.rows)
    return { ...inner, batch: (all) => (batches.push(JSON.stringify(all)), inner.batch(all)) }
  }
  await new Bench({ tab: 'tab-2' }, first.rows, watched()).flush()
  expect(batches.filter((batch) => batch.includes('log/'))).toEqual([])
  let granted = (): void => undefined
  const siblings: Siblings = {
    alive: () => Promise.resolve(new Set<string>()),
    tell: () => undefined,
    listen: () => undefined,
    keeper: () => new Promise<void>((done) => (granted = done)),
  }
  const heir = new Bench({ tab: 'tab-3', siblings }, first.rows, watched())
  await heir.flush()
  granted()
  await heir.flush()
  expect(batches.filter((batch) => batch.includes('log/whole'))).toHaveLength(1)
})
