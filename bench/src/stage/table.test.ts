import { expect, test } from 'vitest'
import { table } from './table.ts'

test('B1 a figure is held against its goal, and one without a goal only shown', () => {
  const goals = { ratio: { atLeast: 0.25 }, p99Ms: { atMost: 40 } }
  const run = () => Promise.resolve({})
  const lines = table({ name: 'append', what: 'messages', goals, run }, { perSecond: 900, ratio: 0.25, p99Ms: 40.1 }).split('\n')
  expect(lines.find((line) => line.includes('perSecond'))).not.toMatch(/met/i)
  expect(lines.find((line) => line.includes('ratio'))).toMatch(/≥ 0\.25 {2}met$/)
  expect(lines.find((line) => line.includes('p99Ms'))).toMatch(/≤ 40 {2}NOT MET$/)
})
