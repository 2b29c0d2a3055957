import { bit, type DownFrame, type Entry, type ParticipantMark } from '@bobber/protocol'
import { beforeEach, expect, test } from 'vitest'
import { countingIds } from '../ids.ts'
import { MemoryLog } from '../memory-log.ts'
import { Ear } from './overhear.ts'

const [lin, wei, ana] = ['lin', 'wei', 'ana']
const [talk, other] = ['talk', 'other']
let log: MemoryLog

/** Lin's talk: her question, Ana's note about it, her thanks; and a talk of Wei's. */
beforeEach(async () => {
  log = new MemoryLog('shop', countingIds(1))
  for (const [conversationId, personId] of [
    [talk, lin],
    [other, wei],
  ] as const) {
    await log.open({ conversationId, kind: 'enquiry', customerId: personId, people: [{ personId, class: 'customer' }] })
  }
  await say(lin, 7)
  await say(ana, bit.staff)
  await say(lin, 7)
})

async function say(authorId: string, audience: number): Promise<void> {
  const clientId = `${authorId} ${log.shop.position}`
  const sender = { class: authorId === ana ? ('staff' as const) : ('customer' as const), desk: authorId === ana, readSeq: 0 }
  const of = { conversationId: talk, authorId, clientId, kind: 'message.text' as const, audience, countable: true, at: 0 }
  await log.append('shop', [{ ...of, entryId: clientId, content: clientId, sender }], false)
}

function changes(part: { entries?: Partial<Entry>[]; marks?: Partial<ParticipantMark>[] }): DownFrame {
  const entries = (part.entries ?? []).map((one) => ({ conversationId: talk, count: 1, own: 1, ...one }) as Entry)
  const numbers = { class: 'staff' as const, receivedSeq: 0, readSeq: 0, readCount: 0, readOwn: 0, ownCount: 0 }
  const marks = (part.marks ?? []).map((one) => ({ conversationId: talk, personId: ana, ...numbers, ...one }) as ParticipantMark)
  return { t: 'changes', entries, marks, conversations: [] }
}

const people = [lin, wei, 'outsider'].map((personId) => ({ personId, class: 'customer' as const, desk: false }))
const clerk = { personId: ana, class: 'staff' as const, desk: true }
const ear = (personId: string) => new Ear([...people, clerk].find((one) => one.personId === personId) ?? clerk, log, [...people, clerk])
const isOnline = (personId: string): DownFrame => ({ t: 'presence', personId, state: 'online', lastSeenAt: 0 })

test('L8 what is for a customer’s own ears is not found', () => {
  const frames = [changes({ entries: [{ seq: 1 }, { seq: 3, count: 2, own: 2 }] }), changes({ marks: [{ readSeq: 3, receivedSeq: 3 }] })]
  expect([...frames, isOnline(ana)].flatMap((frame) => ear(lin).hear(frame))).toEqual([])
  expect([changes({ entries: [{ seq: 2, count: 2 }] }), isOnline(lin)].flatMap((frame) => ear(ana).hear(frame))).toEqual([])
})

test.each<[string, DownFrame]>([
  ['a note', changes({ entries: [{ seq: 2 }] })],
  ['a number that counts a note', changes({ entries: [{ seq: 3, count: 3, own: 2 }] })],
  ['a cursor beyond what she sees', changes({ marks: [{ readSeq: 4, receivedSeq: 4 }] })],
  ['a number of her clerk’s that counts his note', changes({ marks: [{ ownCount: 1 }] })],
  ['a talk of another', changes({ entries: [{ conversationId: other, seq: 1 }] })],
  ['a mark in a talk of another', changes({ marks: [{ conversationId: other }] })],
  ['who types in a talk of another', { t: 'typing', conversationId: other, personId: wei }],
  ['that somebody she shares nothing with is there', isOnline(wei)],
])('L8 a customer who hears %s is found', (_what, frame) => {
  expect(ear(lin).hear(frame)).not.toEqual([])
})

test('L8 a frame without news is found: it tells that something hidden happened', () => {
  const hers = ear(lin)
  const mark = changes({ marks: [{ readSeq: 1 }] })
  expect([hers.hear(mark).length, hers.hear(changes({})).length, hers.hear(mark).length]).toEqual([0, 0, 1])
})

test('L8 a leaver who hears what was written after he left is found, and an outsider who hears anything', async () => {
  await log.leave(talk, lin)
  await say(ana, 7)
  const before = ear(lin).hear(changes({ entries: [{ seq: 3, count: 2, own: 2 }] }))
  const after = ear(lin).hear(changes({ entries: [{ seq: 4 }] }))
  expect([before.length, after.length]).toEqual([0, 1])
  for (const frame of [changes({ entries: [{ seq: 1 }] }), isOnline(ana)]) expect(ear('outsider').hear(frame)).not.toEqual([])
})
