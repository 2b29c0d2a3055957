import { expect, test } from 'vitest'
import { rangeOf } from './range.ts'

test.each([
  ['bytes=0-1', { start: 0, end: 1 }],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=40-59', { start: 40, end: 59 }],
  ['bytes=40-4000', { start: 40, end: 99 }],
  ['bytes=99-99', { start: 99, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-4000', { start: 0, end: 99 }],
] as const)('F13 %s of a hundred bytes is that part', (header, part) => expect(rangeOf(header, 100)).toEqual(part))

test.each(['bytes=100-', 'bytes=4000-4001', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])('F13 %s begins after the end', (header) =>
  expect(rangeOf(header, 100)).toBe('beyond'),
)

test.each([undefined, '', 'bytes=-', 'bytes=5-4', 'bytes=0-1,5-6', 'bytes=a-b', 'seconds=0-1'])('F13 %s asks for the whole', (header) =>
  expect(rangeOf(header, 100)).toBeUndefined(),
)
