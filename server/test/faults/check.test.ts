import { bit } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { check } from './check.ts'
import type { Deed } from './deeds.ts'
import type { DeviceHistory, History, LogEntry, LogOrder, Violation } from './history.ts'

const [talk, ana, bo] = ['talk', 'ana', 'bo']

function entry(seq: number, authorId = ana): LogEntry {
  const hash = `hash-${seq}`
  const of = { conversationId: talk, seq, position: seq, entryId: `entry-${seq}`, clientId: `client-${seq}` }
  return { ...of, authorId, kind: 'message.text', audience: 7, gone: false, hash, chained: hash, countable: true }
}

/** What Ana wrote for her colleagues only. */
const note = { ...entry(3), audience: bit.staff }
const order: LogOrder = { orderId: 'order-1', conversationId: talk, stage: 'toConfirm', from: 1_000 }

function device(name: string, change: Partial<DeviceHistory> = {}): DeviceHistory {
  const ack = { t: 'ack' as const, conversationId: talk, clientId: 'client-2', entryId: 'entry-2', seq: 2, at: 0, hash: 'hash-2' }
  const conversation = {
    conversationId: talk,
    entries: [1, 2, 3].map((seq) => entry(seq)),
    holes: 0,
    hasOlder: false,
    participants: [
      { personId: ana, receivedSeq: 3, readSeq: 3 },
      { personId: bo, receivedSeq: 3, readSeq: 1 },
    ],
    unread: name === bo ? 2 : 0,
  }
  const written = [1, 2, 3].map((seq) => ({ conversationId: talk, clientId: `client-${seq}` }))
  const who = { name, personId: name, class: 'customer' as const, desk: false }
  return { ...who, acks: [ack], deeds: [], written, seen: [], unsent: [], conversations: [conversation], ...change }
}

function history(change: Partial<History> = {}): History {
  const people = device(ana).conversations[0]?.participants ?? []
  const participants = people.map((person) => ({ conversationId: talk, ...person }))
  return {
    devices: [device(ana), device(bo)],
    log: { entries: [1, 2, 3].map((seq) => entry(seq)), participants, position: 3, desk: [], orders: [], aliases: {} },
    leaked: [],
    ...change,
  }
}

/** A history in which Bo's device shows the conversation otherwise. */
function shown(change: Partial<DeviceHistory['conversations'][number]>): History {
  const good = device(bo)
  const conversations = good.conversations.map((conversation) => ({ ...conversation, ...change }))
  return history({ devices: [device(ana), { ...good, conversations }] })
}

function withLog(entries: LogEntry[]): History {
  return history({ log: { ...history().log, entries } })
}

/** A history in which Ana's device was promised something about orders. */
function promised(
  deeds: Deed[],
  orders: LogOrder[],
  entries: LogEntry[] = [entry(1), entry(2), { ...entry(3), kind: 'order.placed' }],
): History {
  return history({ devices: [device(ana, { deeds }), device(bo)], log: { ...history().log, entries, orders } })
}

const rulesOf = (of: History): Violation['rule'][] => [...new Set(check(of).map(({ rule }) => rule))]
const entries = [1, 2, 3].map((seq) => entry(seq))

test('B2 a history that holds is not found out', () => {
  expect(check(history())).toEqual([])
  const done: Deed[] = [{ asked: 1_000 }, { placed: 1_000, orderId: order.orderId, conversationId: talk }]
  expect(check(promised(done, [order]))).toEqual([])
})

test('B2 a customer who is shown nothing of a note is not found out, whatever cursors say', () => {
  const without = {
    entries: entries.slice(0, 2),
    unread: 1,
    participants: [ana, bo].map((personId) => ({ personId, receivedSeq: 2, readSeq: personId === ana ? 2 : 1 })),
  }
  const view = (name: string) => device(name).conversations.map((one) => ({ ...one, ...without, ...(name === ana && { unread: 0 }) }))
  const written = device(ana).written.slice(0, 2)
  const devices = [ana, bo].map((name) => device(name, { conversations: view(name), written }))
  expect(check(history({ devices, log: { ...history().log, entries: [entry(1), entry(2), note] } }))).toEqual([])
})

test('B2 what a guest wrote counts as the customer’s he turned out to be', () => {
  const log = { ...history().log, entries: [entry(1), entry(2, 'guest'), entry(3, 'guest')], aliases: { guest: bo } }
  const devices = [device(ana), device(bo, { conversations: device(bo).conversations.map((one) => ({ ...one, unread: 0 })) })]
  expect(check(history({ devices, log }))).toEqual([])
})

test.each<[Violation['rule'], string, History]>([
  ['I1', 'an acked message that is not in the log', withLog([entry(1), { ...entry(2), clientId: 'other' }, entry(3)])],
  ['I1', 'an entry that a device misses', shown({ entries: [entry(1), entry(3)] })],
  ['I1', 'a hole that stays', shown({ holes: 1 })],
  ['I2', 'a message twice in the log', withLog([entry(1), entry(2), { ...entry(3), clientId: 'client-2' }])],
  ['I2', 'an entry shown twice', shown({ entries: [...entries, entry(3)] })],
  ['I3', 'another order', shown({ entries: [entry(1), entry(3), entry(2)] })],
  [
    'I3',
    'messages of a device in another order than written',
    history({ devices: [device(ana, { written: device(ana).written.toReversed() })] }),
  ],
  [
    'I4',
    'a cursor that others see elsewhere',
    shown({
      participants: [
        { personId: ana, receivedSeq: 3, readSeq: 2 },
        { personId: bo, receivedSeq: 3, readSeq: 1 },
      ],
    }),
  ],
  [
    'I1',
    'a message that is shown as failed and stands in the log',
    history({ devices: [device(ana, { unsent: [{ clientId: 'client-2', state: 'failed: busy' }] })] }),
  ],
  ['I1', 'an order that was placed and is gone', promised([{ placed: 1_000, orderId: 'order-2', conversationId: talk }], [order])],
  ['I1', 'an order that was cancelled and is not', promised([{ cancelled: order.orderId }], [order])],
  ['I1', 'a message that was taken back and has its words', promised([{ recalled: 1, conversationId: talk }], [order])],
  ['I2', 'an order that was placed twice', promised([], [order, { ...order, orderId: 'order-2' }])],
  ['I2', 'the same words twice', shown({ entries: entries.map((one) => ({ ...one, text: one.seq === 1 ? 'one' : 'two' })) })],
  ['L3', 'an order that the log does not tell of', promised([], [order], entries)],
  ['I4', 'a cursor that went back', history({ devices: [device(ana, { seen: ['I4 the read cursor of bo went from 2 to 1'] })] })],
  ['I5', 'another unread than counted', shown({ unread: 1 })],
  ['L1', 'a seq that is missing', withLog([entry(1), entry(2), { ...entry(4), position: 3, clientId: 'client-3' }])],
  ['L6', 'a hash that does not follow', withLog([entry(1), entry(2), { ...entry(3), chained: 'another' }])],
  ['L8', 'something an outsider got', history({ leaked: ['{"t":"changes"…'] })],
  ['L8', 'a note that a customer is shown', withLog([entry(1), entry(2), note])],
  ['S5', 'a message that never left', history({ devices: [device(ana, { unsent: [{ clientId: 'client-9', state: 'waiting' }] })] })],
])('B2 %s finds %s', (rule, _what, broken) => {
  expect(rulesOf(broken)).toContain(rule)
})
