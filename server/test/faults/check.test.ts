import { expect, test } from 'vitest'
import { check } from './check.ts'
import type { DeviceHistory, History, LogEntry, Violation } from './history.ts'

const [talk, ana, bo] = ['talk', 'ana', 'bo']

function entry(seq: number, authorId = ana): LogEntry {
  const hash = `hash-${seq}`
  const of = { conversationId: talk, seq, position: seq, entryId: `entry-${seq}`, clientId: `client-${seq}` }
  return { ...of, authorId, hash, chained: hash, countable: true }
}

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
  return { name, personId: name, acks: [ack], written, seen: [], unsent: [], conversations: [conversation], ...change }
}

function history(change: Partial<History> = {}): History {
  const people = device(ana).conversations[0]?.participants ?? []
  const participants = people.map((person) => ({ conversationId: talk, ...person }))
  return {
    devices: [device(ana), device(bo)],
    log: { entries: [1, 2, 3].map((seq) => entry(seq)), participants, position: 3 },
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

const rulesOf = (of: History): Violation['rule'][] => [...new Set(check(of).map(({ rule }) => rule))]
const entries = [1, 2, 3].map((seq) => entry(seq))

test('B2 a history that holds is not found out', () => {
  expect(check(history())).toEqual([])
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
  ['I4', 'a cursor that went back', history({ devices: [device(ana, { seen: ['the read cursor of bo went from 2 to 1'] })] })],
  ['I5', 'another unread than counted', shown({ unread: 1 })],
  ['L1', 'a seq that is missing', withLog([entry(1), entry(2), { ...entry(4), position: 3, clientId: 'client-3' }])],
  ['L6', 'a hash that does not follow', withLog([entry(1), entry(2), { ...entry(3), chained: 'another' }])],
  ['L8', 'something an outsider got', history({ leaked: ['{"t":"changes"…'] })],
  ['S5', 'a message that never left', history({ devices: [device(ana, { unsent: ['client-9 waiting'] })] })],
])('B2 %s finds %s', (rule, _what, broken) => {
  expect(rulesOf(broken)).toContain(rule)
})
