import { refuse, worded } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { ack, ana, Bench, changes, conversation, entry, mark, me, otherTalk, talk, text, turn } from '../client.builders.ts'
import { memoryStore } from '../store/memory.ts'
import type { TabNews } from '../environment.ts'
import type { Store } from '../store/store.ts'

const unsent = (bench: Bench, conversationId = talk) =>
  bench.client.conversation(conversationId)?.items.flatMap((item) => (item.type === 'unsent' ? [item.unsent.state] : [])) ?? []
const sends = (bench: Bench) => bench.of('send').map((frame) => `${String(frame.content['text'])}#${frame.attempt}`)

test('S5 SDK8 a message is shown at once and sent only when the store has it', async () => {
  let letStore = () => undefined as void
  const inner = memoryStore()
  const store: Store = {
    ...inner,
    batch: (all) =>
      JSON.stringify(all).includes('"outbox/')
        ? new Promise<void>((done) => (letStore = () => void inner.batch(all).then(done)))
        : inner.batch(all),
  }
  const bench = await new Bench({}, new Map(), store).live()
  bench.client.send(talk, text('one'))
  await bench.flush()
  expect([unsent(bench), sends(bench)]).toEqual([['waiting'], []])
  letStore()
  await bench.flush()
  expect([unsent(bench), sends(bench)]).toEqual([['sending'], ['one#1']])
})

test('S5 SDK8 one at a time and in order inside a conversation; other conversations don’t wait', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  bench.client.send(talk, text('two'))
  bench.client.send(otherTalk, text('elsewhere'))
  await bench.flush()
  expect(sends(bench)).toEqual(['one#1', 'elsewhere#1'])
  await bench.say(ack(first, 1))
  expect(sends(bench)).toEqual(['one#1', 'elsewhere#1', 'two#1'])
})

test('SDK8 a lost connection asks again with the same clientId and a higher attempt', async () => {
  const bench = await new Bench().live()
  const clientId = bench.client.send(talk, text('one'))
  await bench.flush()
  bench.wire.cut()
  expect(unsent(bench)).toEqual(['waiting'])
  await bench.pass(500)
  await bench.accept()
  await bench.say(...resumed())
  expect(bench.of('send').map((frame) => [frame.clientId, frame.attempt])).toEqual([
    [clientId, 1],
    [clientId, 2],
  ])
})

test('S5 SDK8 a restart of the app sends what the last life left, looked up first', async () => {
  const bench = await new Bench().live()
  bench.client.send(talk, text('one'))
  bench.client.send(talk, text('two'))
  await bench.flush()
  const next = await new Bench({ tab: 'tab-2' }, bench.rows).live()
  expect(sends(next)).toEqual(['one#2'])
  await next.say(ack(next.of('send')[0]?.clientId ?? '', 1))
  expect(sends(next)).toEqual(['one#2', 'two#2'])
})

test('SDK8 an unacked send is asked again when frames still arrive, and proves the line dead when none do', async () => {
  const bench = await new Bench().live()
  bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.pass(2_000)
  await bench.say({ t: 'pong' })
  await bench.pass(2_000)
  expect([sends(bench), bench.wires.length]).toEqual([['one#1', 'one#2'], 1])
  await bench.pass(4_000)
  expect(bench.wires.length).toBe(2)
})

test('SDK8 the entry itself settles a message whose ack was lost, and then it stands once', async () => {
  const bench = await new Bench().live()
  const clientId = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say(changes({ entries: [entry(1, { clientId, authorId: me })], resume: 'r1' }))
  await bench.say(ack(clientId, 1))
  expect(bench.client.conversation(talk)?.items.map((item) => item.type)).toEqual(['entry'])
  await bench.pass(60_000)
  expect(sends(bench)).toEqual(['one#1'])
})

test('SDK8 the entry settles a message even against a refusal: the ack was lost, and the repeat came after I had left', async () => {
  const bench = await new Bench().live()
  const clientId = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say({ t: 'refused', of: clientId, refusal: worded(refuse('notParticipant'), 'zh') })
  await bench.say(changes({ entries: [entry(1, { clientId, authorId: me })], resume: 'r1' }))
  expect(bench.client.conversation(talk)?.items.map((item) => item.type)).toEqual(['entry'])
})

test('SDK9 busy is waited out, and the message is not failed', async () => {
  const bench = await new Bench().live()
  const clientId = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say({ t: 'refused', of: clientId, refusal: worded(refuse('busy', undefined, 2_500), 'zh') })
  expect(unsent(bench)).toEqual(['waiting'])
  await bench.pass(2_400)
  expect(sends(bench)).toEqual(['one#1'])
  await bench.pass(200)
  expect(sends(bench)).toEqual(['one#1', 'one#2'])
})

test('SDK9 a refusal for good fails the message with its reason, and the next one goes', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  bench.client.send(talk, text('two'))
  await bench.flush()
  await bench.say({ t: 'refused', of: first, refusal: worded(refuse('notParticipant'), 'zh') })
  expect(unsent(bench)).toEqual(['failed', 'sending'])
  expect(sends(bench)).toEqual(['one#1', 'two#1'])
  await bench.say(ack(bench.of('send')[1]?.clientId ?? '', 1))
  bench.client.retry(first)
  await bench.flush()
  expect(bench.of('send').at(-1)).toMatchObject({ clientId: first, attempt: 2 })
})

test('SDK9 a clientId that was the trouble is replaced by a retry', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say({ t: 'refused', of: first, refusal: worded(refuse('clientIdConflict'), 'zh') })
  bench.client.retry(first)
  await bench.flush()
  expect(bench.of('send').at(-1)?.clientId).not.toBe(first)
  expect(unsent(bench)).toEqual(['sending'])
})

test('SDK9 a message in flight stays, a failed one can be discarded for good', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  await bench.flush()
  bench.client.discard(first)
  expect(unsent(bench)).toEqual(['sending'])
  await bench.say({ t: 'refused', of: first, refusal: worded(refuse('notParticipant'), 'zh') })
  bench.client.discard(first)
  await bench.flush()
  expect(unsent(bench)).toEqual([])
  expect([...bench.rows.keys()].filter((key) => key.startsWith('outbox/'))).toEqual([])
})

test('SDK9 a device without room says so on the message, and a retry stores it anew', async () => {
  const inner = memoryStore()
  let full = true
  const store: Store = {
    ...inner,
    batch: (all) => (full && JSON.stringify(all).includes('outbox/') ? Promise.reject(new Error('quota')) : inner.batch(all)),
  }
  const bench = await new Bench({}, new Map(), store).live()
  const first = bench.client.send(talk, text('one'))
  await bench.flush()
  expect([unsent(bench), sends(bench), bench.faults.length]).toEqual([['failed'], [], 1])
  full = false
  bench.client.retry(first)
  await bench.flush()
  expect(sends(bench)).toEqual(['one#1'])
})

test('SDK10 what a restore lost is offered again, before what was written since', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say(changes({ entries: [entry(1, { clientId: first, authorId: me })], resume: 'r1' }), ack(first, 1))
  bench.wire.cut()
  bench.client.send(talk, text('two'))
  await bench.pass(1_000)
  await bench.live([entry(1, { entryId: 'other', hash: 'other', clientId: 'somebody' })])
  expect(sends(bench)).toEqual(['one#1', 'one#2'])
  await bench.say(ack(first, 2))
  expect(sends(bench)).toEqual(['one#1', 'one#2', 'two#1'])
})

test('SDK10 an ack that came before its entry is offered again when a resume shows the log without it', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say(ack(first, 1))
  expect(unsent(bench)).toEqual(['sending'])
  bench.wire.cut()
  await bench.pass(1_000)
  await bench.accept()
  await bench.say(...resumed())
  expect(sends(bench)).toEqual(['one#1', 'one#2'])
})

test('SDK10 what the log still holds is not offered again', async () => {
  const bench = await new Bench().live()
  const first = bench.client.send(talk, text('one'))
  await bench.flush()
  await bench.say(changes({ entries: [entry(1, { clientId: first, authorId: me })], resume: 'r1' }), ack(first, 1))
  bench.wire.cut()
  await bench.pass(1_000)
  await bench.live([entry(1, { clientId: first, authorId: me })])
  await bench.pass(30_000)
  expect(sends(bench)).toEqual(['one#1'])
})

test('SDK11 a living tab’s message is left to it for 8 s, a dead tab’s is taken over at once', async () => {
  const written = await new Bench({ tab: 'alive' }).live()
  written.client.send(talk, text('of the living'))
  await written.flush()
  const rows = written.rows
  const alive = new Set(['alive', 'tab-2'])
  const siblings = {
    alive: () => Promise.resolve(alive),
    tell: () => undefined,
    listen: () => undefined,
    keeper: () => new Promise<void>(() => undefined),
  }
  const bench = await new Bench({ tab: 'tab-2', siblings }, rows).live()
  await bench.pass(7_000)
  expect(sends(bench)).toEqual([])
  await bench.pass(1_500)
  expect(sends(bench)).toEqual(['of the living#2'])
  const heir = await new Bench({ tab: 'tab-3', siblings: { ...siblings, alive: () => Promise.resolve(new Set(['tab-3'])) } }, rows).live()
  expect(sends(heir)).toEqual(['of the living#2'])
})

test('SDK11 a message another tab stored shows here, and its ack there settles it here', async () => {
  let hear: (news: TabNews) => void = () => undefined
  const rows = new Map<string, unknown>()
  const siblings = {
    alive: () => Promise.resolve(new Set(['tab-1', 'other'])),
    tell: () => undefined,
    listen: (heard: (news: TabNews) => void) => (hear = heard),
    keeper: () => new Promise<void>(() => undefined),
  }
  const bench = await new Bench({ siblings }, rows).live()
  const other = await new Bench({ tab: 'other' }, rows).live()
  const clientId = other.client.send(talk, text('from there'))
  await other.flush()
  hear({ changed: clientId })
  await bench.flush()
  expect(unsent(bench)).toEqual(['waiting'])
  await other.say(ack(clientId, 1))
  await other.flush()
  hear({ changed: clientId })
  await bench.flush()
  await bench.pass(10_000)
  expect(sends(bench)).toEqual([])
})

test('SDK17 a guest’s unsent message is the customer’s whom the server names; another who sees that talk does not send it', async () => {
  const guest = await new Bench().live()
  guest.wire.cut()
  guest.client.send(talk, text('from the guest'))
  await guest.flush()
  const other = new Bench({}, new Map(guest.rows))
  await other.accept()
  await other.say(welcomeOf('somebody else'))
  await other.pass(100)
  await other.accept()
  await other.say(welcomeOf('somebody else'), { t: 'resync' })
  await other.say({
    t: 'snapshot',
    ref: other.of('snapshot').at(-1)?.ref ?? -1,
    heads: [],
    entries: [],
    marks: [],
    // He sees that talk too, and yet it is not his message.
    conversations: [conversation(talk), conversation(otherTalk)],
    resume: 'r0',
  })
  await other.say(changes({ resume: 'r0' }))
  expect([sends(other), unsent(other)]).toEqual([[], []])
  const customer = new Bench({}, new Map(guest.rows))
  await customer.accept()
  await customer.say(welcomeOf('the customer he is', [me]))
  await customer.pass(100)
  await customer.accept()
  await customer.say(welcomeOf('the customer he is', [me]), { t: 'resync' })
  await customer.say({
    t: 'snapshot',
    ref: customer.of('snapshot').at(-1)?.ref ?? -1,
    heads: [],
    entries: [],
    marks: [mark(ana)],
    conversations: [conversation()],
    resume: 'r0',
  })
  await customer.say(changes({ resume: 'r0' }))
  await turn()
  expect(sends(customer)).toEqual(['from the guest#2'])
})

const welcomeOf = (personId: string, guests: string[] = []) => ({
  t: 'welcome' as const,
  personId,
  class: 'customer' as const,
  name: '',
  guests,
  now: 0,
  limits: { frameBytes: 1, pingAfterMs: 25_000, pongWithinMs: 8_000 },
})
const resumed = () => [welcomeOf(me), changes({ resume: 'r9' })]
