import { expect, test } from 'vitest'
import { dueAt } from './due.ts'

const minute = 60_000
const hour = 60 * minute
const terms = { graceMinutes: 30, perStartedHour: 600, cap: 3500 }
const due = Date.parse('2026-11-29T18:00+08:00')

test('C8 before the return there is time left', () => {
  expect(dueAt(due - hour, due, terms)).toEqual({ state: 'left', ms: hour })
  expect(dueAt(due, due, terms)).toEqual({ state: 'left', ms: 0 })
})

test('C8 within the grace nothing is owed, its last instant included', () => {
  expect(dueAt(due + 1, due, terms)).toEqual({ state: 'grace', ms: 30 * minute - 1 })
  expect(dueAt(due + 30 * minute, due, terms)).toEqual({ state: 'grace', ms: 0 })
})

test('C8 past the grace every started hour since the planned return counts', () => {
  expect(dueAt(due + 30 * minute + 1, due, terms)).toMatchObject({ state: 'late', fee: 600 })
  expect(dueAt(due + hour, due, terms)).toMatchObject({ fee: 600 })
  expect(dueAt(due + hour + 1, due, terms)).toMatchObject({ fee: 1200 })
  expect(dueAt(Date.parse('2026-11-29T21:10+08:00'), due, terms)).toMatchObject({ fee: 2400 })
})

test('C8 never more than the cap, and nothing where the shop asks nothing', () => {
  expect(dueAt(due + 48 * hour, due, terms)).toMatchObject({ fee: 3500 })
  expect(dueAt(due + hour, due, null)).toEqual({ state: 'late', ms: hour, fee: 0 })
})
