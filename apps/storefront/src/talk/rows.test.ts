import { expect, test } from 'vitest'
import { log } from '../test-entries.ts'
import { rowsOf } from './rows.ts'

const zone = 'Asia/Shanghai'
const at = (text: string): number => Date.parse(`2026-11-${text}+08:00`)
const say = (authorId: string, when: string) => ({ kind: 'message.text' as const, content: { text: '好' }, authorId, at: at(when) })

test('C6 a line stands before each new day of the shop', () => {
  const rows = rowsOf(log(say('a', '27T23:59'), say('a', '28T00:01')), zone)
  expect(rows.map(({ type }) => type)).toEqual(['day', 'item', 'day', 'item'])
})

test('C6 what one person says in a row is under one name; another voice, a fact or a pause ends it', () => {
  const rows = rowsOf(
    log(
      say('a', '27T10:00'),
      say('a', '27T10:01'),
      say('b', '27T10:01'),
      say('b', '27T10:20'),
      { kind: 'order.closed', content: { orderId: 'o' }, at: at('27T10:20') },
      say('b', '27T10:21'),
    ),
    zone,
  )
  expect(rows.flatMap((row) => (row.type === 'item' ? [row.follows] : []))).toEqual([false, true, false, false, false, false])
})

test('C6 the newest are drawn, and stock-keeping is not', () => {
  const many = Array.from({ length: 250 }, () => say('a', '27T10:00'))
  const rows = rowsOf(log(...many, { kind: 'claim.held', content: { orderId: 'o', claims: [] }, at: at('27T10:00') }), zone)
  expect(rows.filter(({ type }) => type === 'item')).toHaveLength(200)
  expect(rows.at(-1)?.key).toBe('e250')
})
