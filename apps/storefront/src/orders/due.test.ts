import type { Late } from '@bobber/domain'
import { expect, test } from 'vitest'
import { dueOf } from './due.ts'

const minute = 60_000
const hour = 60 * minute
const due = Date.parse('2026-11-29T18:00+08:00')
const rod: Late = { orderLineId: 'rod', pieces: 1, dueAt: due, graceMinutes: 30, perStartedHour: 600, cap: 3500, returnedAt: null }
const tent: Late = { ...rod, orderLineId: 'tent', dueAt: due + 24 * hour }

test('C8 before the return there is time left', () => {
  expect(dueOf(due - hour, [rod])).toEqual({ state: 'left', ms: hour, fee: 0, dueAt: due })
  expect(dueOf(due, [rod])).toMatchObject({ state: 'left', ms: 0 })
})

test('C8 within the grace nothing is owed, its last instant included', () => {
  expect(dueOf(due + 1, [rod])).toMatchObject({ state: 'grace', ms: 30 * minute - 1, fee: 0 })
  expect(dueOf(due + 30 * minute, [rod])).toMatchObject({ state: 'grace', ms: 0, fee: 0 })
})

test('C8 past the grace every started hour since the planned return counts', () => {
  expect(dueOf(due + 30 * minute + 1, [rod])).toMatchObject({ state: 'late', fee: 600 })
  expect(dueOf(due + hour, [rod])).toMatchObject({ fee: 600 })
  expect(dueOf(due + hour + 1, [rod])).toMatchObject({ fee: 1200 })
  expect(dueOf(Date.parse('2026-11-29T21:10+08:00'), [rod])).toMatchObject({ state: 'late', ms: 190 * minute, fee: 2400 })
})

test('C8 never more than the cap, and nothing where the shop asks nothing', () => {
  expect(dueOf(due + 48 * hour, [rod])).toMatchObject({ fee: 3500 })
  expect(dueOf(due + 48 * hour, [{ ...rod, pieces: 2 }])).toMatchObject({ fee: 7000 })
  expect(dueOf(due + 9 * hour, [{ ...rod, cap: null }])).toMatchObject({ fee: 5400 })
  expect(dueOf(due + hour, [{ ...rod, perStartedHour: 0 }])).toMatchObject({ state: 'late', ms: hour, fee: 0 })
})

test('C8 counts for what is out, keeps the fee of what came back late, and is silent once all is back', () => {
  const back = { ...rod, returnedAt: due + 190 * minute }
  expect(dueOf(due + hour, [tent, rod])).toMatchObject({ state: 'late', dueAt: due, fee: 600 })
  expect(dueOf(due + 20 * hour, [back, tent])).toEqual({ state: 'left', ms: 4 * hour, fee: 2400, dueAt: tent.dueAt })
  expect(dueOf(due + 26 * hour, [back, tent])).toMatchObject({ state: 'late', fee: 2400 + 1200 })
  expect(dueOf(due + 26 * hour, [back])).toBeNull()
})

test('C8 without a connection the time left goes on, but lateness and its fee count no further than is known', () => {
  const known = due + 190 * minute
  expect(dueOf(due - hour, [rod], due - 5 * hour)).toMatchObject({ state: 'left', ms: hour })
  expect(dueOf(due + 20 * minute, [rod], due - hour)).toMatchObject({ state: 'grace', ms: 10 * minute })
  expect(dueOf(due + 9 * hour, [rod], known)).toMatchObject({ state: 'late', ms: 190 * minute, fee: 2400 })
  expect(dueOf(due + 9 * hour, [rod], due - hour)).toEqual({ state: 'over', ms: 0, fee: 0, dueAt: due })
})
