import { type Entry, refuse, worded } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { ana, Bench, changes, conversation, entry, mark, me, otherTalk, talk, text, welcome } from '../client.builders.ts'
import { memoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'

const items = (bench: Bench, id = talk) =>
  bench.client.conversation(id)?.items.map((item) => {
    if (item.type === 'entry') return String(item.entry.seq)
    return item.type === 'hole' ? `hole ${item.fromSeq}-${item.toSeq}` : `unsent ${item.unsent.state}`
  })
const answer = (bench: Bench, entries: Entry[]) => {
  const question = bench.of('history').at(-1)
  return bench.say({ t: 'history', ref: question?.ref ?? -1, conversationId: talk, entries })
}
const few = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index))

test('SDK6 the token is written in one batch with what it covers, and a start from the store resumes there', async () => {
  const batches: string[] = []
  const rows = new Map<string, unknown>()
  const inner = memoryStore(rows)
  const store: Store = { ...inner, batch: (all) => (batches.push(JSON.stringify(all)), inner.batch(all)) }
  const bench = await new Bench({}, rows, store).live([entry(1)])
  await bench.say(changes({ entries: [entry(2)] }), changes({ entries: [entry(3)], resume: 'r3' }))
  const withToken = batches.filter((batch) => batch.includes('r3'))
  expect(withToken).toHaveLength(1)
  expect(withToken[0]).toContain('"seq":3')
  const next = new Bench({}, rows)
  await next.accept()
  expect(next.of('hello')[0]).toMatchObject({ resume: 'r3' })
  expect(items(next)).toEqual(['1', '2', '3'])
})

test('SDK6 S2 a part of a resume is kept with its place, and only the last one makes the device live', async () => {
  const bench = await new Bench().live([entry(1)])
  bench.wire.cut()
  await bench.pass(1_000)
  await bench.accept()
  await bench.say(welcome(), changes({ entries: [entry(2)], resume: 'r2', more: true }))
  expect([bench.client.connection(), (bench.rows.get('log/kept') as { resume: string }).resume]).toEqual(['catchingUp', 'r2'])
  await bench.say(changes({ entries: [entry(3)], resume: 'r3' }))
  expect([bench.client.connection(), items(bench)]).toEqual(['live', ['1', '2', '3']])
})

test('SDK6 what comes while a snapshot is read is left to the resume after it', async () => {
  const bench = new Bench()
  await bench.accept()
  await bench.say(welcome(), { t: 'resync' })
  await bench.say(changes({ entries: [entry(9, { prev: 8 })], resume: 'r9' }))
  await bench.say({
    t: 'snapshot',
    ref: 0,
    heads: [],
    entries: [entry(1)],
    marks: [mark(me)],
    conversations: [conversation()],
    resume: 'r1',
  })
  expect(bench.of('resume')).toEqual([{ t: 'resume', resume: 'r1' }])
  expect(items(bench)).toEqual(['1'])
})

test('SDK6 a store that fails keeps no token any more', async () => {
  const rows = new Map<string, unknown>()
  const inner = memoryStore(rows)
  const store: Store = {
    ...inner,
    batch: (all) => (JSON.stringify(all).includes('"seq":2') ? Promise.reject(new Error('quota')) : inner.batch(all)),
  }
  const bench = await new Bench({}, rows, store).live([entry(1)])
  await bench.say(changes({ entries: [entry(2)], resume: 'r2' }), changes({ entries: [entry(3)], resume: 'r3' }))
  expect([rows.get('log/kept'), bench.faults.length]).toEqual([undefined, 1])
  expect(items(bench)).toEqual(['1', '2', '3'])
})

test('SDK7 an inner hole is visible, fetched by itself, and closed', async () => {
  const bench = await new Bench().live(few(1, 2))
  await bench.say(changes({ entries: [entry(6)], resume: 'r6' }))
  expect(items(bench)).toEqual(['1', '2', 'hole 3-5', '6'])
  expect(bench.of('history')).toMatchObject([{ conversationId: talk, fromSeq: 3, toSeq: 5 }])
  await answer(bench, few(3, 5))
  expect(items(bench)).toEqual(['1', '2', '3', '4', '5', '6'])
  expect(bench.of('history')).toHaveLength(1)
})

test('SDK7 a hole of five thousand is fetched in pieces, newest first, until nothing is missing', async () => {
  const bench = await new Bench().live([entry(1)])
  await bench.say(changes({ entries: [entry(5_001)], resume: 'r' }))
  for (let asked = 1; bench.of('history').length === asked; asked++) {
    const { fromSeq, toSeq } = bench.of('history')[asked - 1] ?? { fromSeq: 1, toSeq: 0 }
    expect(toSeq - fromSeq).toBeLessThan(200)
    await answer(bench, few(fromSeq, toSeq))
    await bench.pass(50)
  }
  expect(items(bench)).toHaveLength(5_001)
})

test('SDK7 a question whose answer does not help is not asked again on this connection', async () => {
  const bench = await new Bench().live([entry(1)])
  await bench.say(changes({ entries: [entry(4)], resume: 'r4' }))
  await answer(bench, [])
  await bench.say(changes({ entries: [entry(5)], resume: 'r5' }))
  expect(items(bench)).toEqual(['1', 'hole 2-3', '4', '5'])
  expect(bench.of('history')).toHaveLength(1)
})

test('SDK7 a question that a busy server refuses is asked again when it said', async () => {
  const bench = await new Bench().live([entry(1)])
  await bench.say(changes({ entries: [entry(4)], resume: 'r4' }))
  const [question] = bench.of('history')
  await bench.say({ t: 'refused', of: String(question?.ref), refusal: worded(refuse('busy', undefined, 2_000), 'zh') })
  await bench.pass(1_900)
  expect(bench.of('history')).toHaveLength(1)
  await bench.pass(200)
  await answer(bench, few(2, 3))
  expect(items(bench)).toEqual(['1', '2', '3', '4'])
})

test('SDK7 older talk is fetched when asked for, once for all who ask', async () => {
  const bench = await new Bench().live(few(101, 130))
  expect([items(bench)?.[0], bench.client.conversation(talk)?.hasOlder]).toEqual(['hole 1-100', true])
  const asked = [bench.client.loadOlder(talk), bench.client.loadOlder(talk)]
  await bench.flush()
  expect(bench.of('history')).toMatchObject([{ fromSeq: 51, toSeq: 100 }])
  await answer(bench, few(51, 100))
  await Promise.all(asked)
  expect(items(bench)?.slice(0, 2)).toEqual(['hole 1-50', '51'])
})

test('SDK7 what is hidden from me is no hole', async () => {
  const bench = await new Bench().live([entry(1)])
  await bench.say(changes({ entries: [entry(5, { prev: 1, skipHash: 'x' })], resume: 'r5' }))
  expect([items(bench), bench.of('history')]).toEqual([['1', '5'], []])
})

test('SDK12 reading shows at once, is stored, and is told until the log confirms it', async () => {
  const bench = await new Bench().live(few(1, 3))
  bench.client.read(talk, 3)
  expect(bench.client.conversation(talk)).toMatchObject({ unread: 0, mine: { readSeq: 3 } })
  await bench.flush()
  const told = () => bench.of('cursor').filter((frame) => frame.readSeq === 3).length
  expect(told()).toBe(1)
  await bench.pass(11_000)
  expect(told()).toBe(2)
  await bench.say(changes({ marks: [mark(me, { receivedSeq: 3, readSeq: 3, readCount: 3 })], resume: 'r4' }))
  await bench.pass(30_000)
  expect(told()).toBe(2)
  expect(bench.rows.has(`read/${talk}`)).toBe(false)
})

test('SDK12 a cursor read offline is told after a restart of the app', async () => {
  const bench = await new Bench().live(few(1, 3))
  bench.wire.cut()
  bench.client.read(talk, 2)
  await bench.flush()
  const next = await new Bench({}, bench.rows).live(few(1, 3))
  expect(next.of('cursor')).toMatchObject([{ conversationId: talk, readSeq: 2, receivedSeq: 3 }])
  expect(next.client.conversation(talk)).toMatchObject({ unread: 1 })
})

test('S9 SDK12 cursors never move back, whatever order marks and readings arrive in', async () => {
  const bench = await new Bench().live(few(1, 5), [mark(me), mark(ana)])
  await bench.say(changes({ marks: [mark(me, { receivedSeq: 5, readSeq: 4, readCount: 4 })], resume: 'a' }))
  await bench.say(changes({ marks: [mark(me, { receivedSeq: 5, readSeq: 2, readCount: 2 })], resume: 'b' }))
  bench.client.read(talk, 3)
  expect(bench.client.conversation(talk)).toMatchObject({ unread: 1, mine: { readSeq: 4 } })
})

test('SDK12 received is told by itself, at most once a second, and never over a hole', async () => {
  const bench = await new Bench().live()
  for (let seq = 1; seq <= 5; seq++) await bench.say(changes({ entries: [entry(seq)], resume: `r${seq}` }))
  expect(bench.of('cursor').map((frame) => frame.receivedSeq)).toEqual([1])
  await bench.pass(1_000)
  expect(bench.of('cursor').map((frame) => frame.receivedSeq)).toEqual([1, 5])
  await bench.say(changes({ marks: [mark(me, { receivedSeq: 5 })], entries: [entry(9)], resume: 'r9' }))
  await bench.pass(2_000)
  expect(bench.of('cursor').at(-1)).toMatchObject({ receivedSeq: 5 })
})

test('SDK12 desk staff who take no part promise nothing; reading makes them take part', async () => {
  const bench = new Bench({ surface: 'console' })
  await bench.accept()
  await bench.say(welcome(me, 'staff'), { t: 'resync' })
  await bench.say({
    t: 'snapshot',
    ref: 0,
    heads: [],
    entries: few(1, 2),
    marks: [mark(ana)],
    conversations: [conversation()],
    resume: 'r2',
  })
  await bench.say(changes({ resume: 'r2' }))
  await bench.pass(2_000)
  expect(bench.of('cursor')).toEqual([])
  expect(bench.client.conversation(talk)).toMatchObject({ mine: null, unread: 2 })
  bench.client.read(talk, 2)
  await bench.flush()
  expect(bench.of('cursor')).toMatchObject([{ readSeq: 2 }])
})

test('SDK12 after a restore a cursor does not claim what came in the place of what I read', async () => {
  const bench = await new Bench().live(few(1, 3))
  bench.wire.cut()
  bench.client.read(talk, 3)
  await bench.pass(1_000)
  await bench.live([entry(1), entry(2), entry(3, { hash: 'other', entryId: 'other' })])
  expect(bench.of('cursor').some((frame) => frame.readSeq !== undefined)).toBe(false)
  expect(bench.client.conversation(talk)).toMatchObject({ unread: 3 })
})

test('SDK13 own messages are no unread ones, and the cursor that jumped over mine counts', async () => {
  const bench = await new Bench().live(few(1, 2), [mark(me, { readSeq: 1, readCount: 1 })])
  expect(bench.client.conversation(talk)?.unread).toBe(1)
  await bench.say(changes({ entries: [entry(3, { authorId: me, own: 1 })], resume: 'r3' }))
  expect(bench.client.conversation(talk)?.unread).toBe(1)
  bench.client.read(talk, 2)
  expect(bench.client.conversation(talk)?.unread).toBe(0)
  await bench.say(changes({ entries: [entry(4, { authorId: me, own: 2, jumped: true })], resume: 'r4' }))
  expect(bench.client.conversation(talk)).toMatchObject({ unread: 0, mine: { readSeq: 4, ownCount: 2 } })
})

test('SDK13 reading up to the middle of my own leaves exactly what others wrote after it', async () => {
  const mine = (seq: number, own: number) => entry(seq, { authorId: me, own })
  const bench = await new Bench().live([entry(1), mine(2, 1), mine(3, 2), entry(4), mine(5, 3), entry(6)], [mark(me, { ownCount: 3 })])
  expect(bench.client.conversation(talk)?.unread).toBe(3)
  bench.client.read(talk, 3)
  expect(bench.client.conversation(talk)?.unread).toBe(2)
})

test('SDK14 a recall takes the words, here and in the store, and no older page brings them back', async () => {
  const bench = await new Bench().live(few(5, 6))
  const recall = entry(7, { kind: 'entry.recalled', authorId: ana, count: 6, content: { seq: 5, entryId: 'e5', byId: ana } })
  await bench.say(changes({ entries: [recall], resume: 'r7' }))
  const first = () => bench.client.conversation(talk)?.items.find((item) => item.type === 'entry')
  expect(first()).toMatchObject({ recalled: true, entry: { content: null } })
  await bench.say(changes({ entries: [entry(5)], resume: 'r8' }))
  expect(first()).toMatchObject({ recalled: true, entry: { content: null } })
  const next = new Bench({}, bench.rows)
  await next.flush()
  expect(JSON.stringify(next.client.conversation(talk))).not.toContain('words 5')
})

test('SDK14 a page that was read before a recall and comes after it brings no words back', async () => {
  const bench = await new Bench().live([entry(8, { prev: 7 })])
  void bench.client.loadOlder(talk)
  await bench.flush()
  const recall = entry(9, { kind: 'entry.recalled', authorId: ana, content: { seq: 5, entryId: 'e5', byId: ana } })
  await bench.say(changes({ entries: [recall], resume: 'r9' }))
  await answer(bench, few(1, 7))
  const fifth = bench.client.conversation(talk)?.items[4]
  expect(fifth).toMatchObject({ recalled: true, entry: { seq: 5, content: null } })
  expect(JSON.stringify([...bench.rows])).not.toContain('words 5')
})

test('SDK14 a recall that comes with an older page takes the words of what is held', async () => {
  const bench = await new Bench().live([entry(1), entry(4, { prev: 3 })])
  const recall = entry(3, { kind: 'entry.recalled', authorId: ana, content: { seq: 1, entryId: 'e1', byId: ana } })
  await answer(bench, [entry(2), recall])
  expect(bench.client.conversation(talk)?.items[0]).toMatchObject({ recalled: true, entry: { seq: 1, content: null } })
  expect(JSON.stringify([...bench.rows])).not.toContain('words 1')
})

test('SDK15 a view stays the same object until its conversation changes, and listeners hear of a burst once', async () => {
  const bench = await new Bench().live(few(1, 2))
  await bench.say(changes({ conversations: [conversation(otherTalk)], resume: 'x' }))
  const before = bench.client.conversation(talk)
  let told = 0
  bench.client.subscribe(() => told++)
  await bench.say(changes({ entries: [entry(1, { conversationId: otherTalk })], resume: 'y' }))
  expect(bench.client.conversation(talk)).toBe(before)
  expect(told).toBe(1)
  await bench.say(changes({ entries: [entry(3)], resume: 'z' }))
  expect(bench.client.conversation(talk)).not.toBe(before)
})

test('SDK15 entries are told once and in order, without those of snapshots and history', async () => {
  const bench = new Bench()
  const heard: number[] = []
  bench.client.onEntry(({ seq }) => heard.push(seq))
  await bench.live(few(1, 2))
  await bench.say(changes({ entries: few(2, 3), resume: 'a' }), changes({ entries: [entry(7)], resume: 'b' }))
  await answer(bench, few(4, 6))
  expect(heard).toEqual([3, 7])
})

test('SDK15 a conversation stands where its newest entry that counts puts it', async () => {
  const bench = await new Bench().live([entry(1, { at: 1000 })])
  await bench.say(
    changes({ conversations: [conversation(otherTalk)], entries: [entry(1, { conversationId: otherTalk, at: 2000 })], resume: 'x' }),
  )
  const order = () => bench.client.conversations().map(({ conversationId }) => conversationId)
  expect(order()).toEqual([otherTalk, talk])
  await bench.say(changes({ entries: [entry(2, { kind: 'rent.earned', at: 3000 })], resume: 'y' }))
  expect(order()).toEqual([otherTalk, talk])
  await bench.say(changes({ entries: [entry(3, { at: 4000 })], resume: 'z' }))
  expect(order()).toEqual([talk, otherTalk])
})

test('SDK15 my own message says how far it got, by those who may see it', async () => {
  const bench = await new Bench().live([entry(1, { authorId: me, own: 1 }), entry(2)], [mark(me), mark(ana)])
  const states = () => bench.client.conversation(talk)?.items.map((item) => (item.type === 'entry' ? item.state : item.type))
  expect(states()).toEqual(['sent', null])
  await bench.say(changes({ marks: [mark(ana, { receivedSeq: 2 })], resume: 'a' }))
  expect(states()).toEqual(['received', null])
  await bench.say(changes({ marks: [mark(ana, { receivedSeq: 2, readSeq: 1 })], resume: 'b' }))
  expect(states()).toEqual(['read', null])
})

test('SDK17 whoever signs in next sees nothing of the one before, in memory and in the store', async () => {
  const bench = await new Bench().live(few(1, 2))
  bench.client.read(talk, 1)
  await bench.signIn('somebody else')
  // From the answer on, and not only from the welcome.
  expect(bench.client.conversations()).toEqual([])
  await bench.accept()
  await bench.say(welcome('somebody else'))
  expect(bench.of('hello').at(-1)).not.toHaveProperty('resume')
  await bench.flush()
  expect([...bench.rows.keys()].filter((key) => key.startsWith('log/') || key.startsWith('read/'))).toEqual([])
})

test('SDK17 a clerk’s unsent message waits for himself when another signs in at the same desk', async () => {
  const desk = { surface: 'console' } as const
  const bench = new Bench(desk)
  const show = async (who: string) => {
    await bench.say(welcome(who, 'staff'), { t: 'resync' })
    const ref = bench.of('snapshot').at(-1)?.ref ?? -1
    await bench.say(
      { t: 'snapshot', ref, heads: [], entries: [], marks: [], conversations: [conversation()], resume: 'r0' },
      changes({ resume: 'r0' }),
    )
  }
  await bench.accept()
  await show('clerk')
  bench.wire.cut()
  bench.client.send(talk, text('from the clerk'))
  await bench.pass(1_000)
  await bench.accept()
  await bench.say(welcome('colleague', 'staff'))
  expect(items(bench)).toBeUndefined()
  await bench.pass(1_000)
  await bench.accept()
  await show('colleague')
  expect([bench.of('send'), items(bench)]).toEqual([[], []])
  await bench.signIn('clerk')
  await bench.accept()
  await show('clerk')
  expect(bench.of('send')).toHaveLength(1)
})

test('SDK19 typing ends after six seconds or with the message, and mine is told at most every three', async () => {
  const bench = await new Bench().live()
  const typing = () => bench.client.conversation(talk)?.typing
  await bench.say({ t: 'typing', conversationId: talk, personId: ana })
  expect(typing()).toEqual([ana])
  await bench.pass(5_900)
  expect(typing()).toEqual([ana])
  await bench.pass(200)
  expect(typing()).toEqual([])
  await bench.say({ t: 'typing', conversationId: talk, personId: ana }, changes({ entries: [entry(1)], resume: 'a' }))
  expect(typing()).toEqual([])
  bench.client.typing(talk)
  bench.client.typing(talk)
  await bench.pass(3_100)
  bench.client.typing(talk)
  await bench.flush()
  expect(bench.of('typing')).toHaveLength(2)
})
