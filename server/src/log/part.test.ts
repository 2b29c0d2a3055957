import { expect, test } from 'vitest'
import { byConversation, Part, type Rows } from './part.ts'
import type { Batch, StoredConversation, StoredEntry, StoredMark } from './store.ts'

const batch: Batch = { from: 1, to: 9, entries: [], marks: [], conversations: [] }
const entry = (position: number, conversationId = 'a') => ({ position, conversationId, desk: false }) as StoredEntry
const mark = (position: number, conversationId = 'a') => ({ position, conversationId, desk: false }) as StoredMark
const rows = (change: Partial<Rows>): Rows => ({ conversationId: 'a', desk: false, entries: [], marks: [], conversations: [], ...change })

test('B4 the same rows are the same object, other rows another', () => {
  const nothing = new Part()
  const [talk, other] = [rows({ entries: [entry(1)], marks: [mark(2)] }), rows({ entries: [entry(3)] })]
  const [one, two] = [nothing.with(talk).with(other), nothing.with(talk).with(other)]
  expect(one.of(batch)).toBe(two.of(batch))
  expect(one.of(batch)).toEqual({ ...batch, entries: [entry(1), entry(3)], marks: [mark(2)] })
  expect(nothing.with(other).of(batch)).not.toBe(nothing.with(talk).of(batch))
  expect(nothing.with(other).of(batch).entries).toEqual([entry(3)])
})

test('B4 a batch is cut by conversation and by whether the desk sees it, and put together in the log’s order', () => {
  const conversation = { position: 5, conversationId: 'b', kind: 'enquiry' } as StoredConversation
  const entries = [entry(1), entry(2, 'b'), entry(3), { ...entry(4), desk: true }]
  const cut = [...byConversation({ entries, marks: [mark(6, 'b')], conversations: [conversation] })]
  expect(cut).toEqual([
    rows({ entries: [entry(1), entry(3)] }),
    rows({ conversationId: 'b', entries: [entry(2, 'b')], marks: [mark(6, 'b')] }),
    rows({ desk: true, entries: [{ ...entry(4), desk: true }] }),
    rows({ conversationId: 'b', desk: true, conversations: [conversation] }),
  ])
  const whole = cut.reduce((part, some) => part.with(some), new Part()).of(batch)
  expect(whole.entries.map(({ position }) => position)).toEqual([1, 2, 3, 4])
})
