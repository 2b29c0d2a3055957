import { expect, test } from 'vitest'
import { journalLines } from './journal-lines.ts'

test('B6 what was written behind a line that a kill cut short is read, and the torn part is not', () => {
  const text = '{"t":"ack","seq":1}\n{"t":"ack","se{"t":"ack","seq":2}\n{"t":"ack","seq":3}\n{"t":"ack","s'
  expect(journalLines<{ seq: number }>(text, '{"t":"ack"').map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(journalLines('{"asked":1}\n{"ask{"placed":2}\n', '{"')).toEqual([{ asked: 1 }, { placed: 2 }])
})
