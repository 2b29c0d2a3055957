import { expect, test } from 'vitest'
import { Part } from './part.ts'
import type { Batch, StoredEntry, StoredMark } from './store.ts'

const batch: Batch = { from: 1, to: 3, entries: [], marks: [], conversations: [] }
const entry = { position: 1 } as StoredEntry
const other = { position: 2 } as StoredEntry
const mark = { position: 3 } as StoredMark

test('B4 the same rows are the same object, other rows another', () => {
  const nothing = new Part()
  const [one, two] = [nothing.with({ entry }).with({ mark }), nothing.with({ entry }).with({ mark })]
  expect(one.of(batch)).toBe(two.of(batch))
  expect(one.of(batch)).toEqual({ ...batch, entries: [entry], marks: [mark] })
  expect(nothing.with({ entry: other }).of(batch)).not.toBe(nothing.with({ entry }).of(batch))
  expect(nothing.with({ entry: other }).of(batch).entries).toEqual([other])
})

test('B4 a mark told twice is there once', () => {
  expect(new Part().with({ mark }).with({ mark }).of(batch).marks).toEqual([mark])
})
