import { expect, test } from 'vitest'
import { log } from '../test-entries.ts'
import { conversationsMoved, newestFacts, tellsOf } from './facts.ts'

const said = { kind: 'message.text', content: { text: '好' } } as const
const placed = { kind: 'order.placed', content: { orderId: 'o' } } as const
const closed = { kind: 'order.closed', content: { orderId: 'o' } } as const
const seen = (...entries: Parameters<typeof log>) => newestFacts([{ conversationId: 'c', items: log(...entries) }])

test('C19 a fact moves its conversation, a message doesn’t', () => {
  expect(conversationsMoved(seen(placed), seen(placed, said))).toEqual(new Set())
  expect(conversationsMoved(seen(placed, said), seen(placed, said, closed))).toEqual(new Set(['c']))
  expect(conversationsMoved(newestFacts([]), seen(placed))).toEqual(new Set(['c']))
})

test('C19 what it moves is asked again: the list, that conversation’s orders, and nothing else', () => {
  const moved = new Set(['c'])
  const order = (conversationId: string) => ({ name: 'order.get', body: { orderId: 'o' }, value: { conversationId } }) as const
  expect(tellsOf({ name: 'order.list', body: {}, value: null }, moved)).toBe(true)
  expect(tellsOf({ name: 'conversation.get', body: { conversationId: 'c' }, value: null }, moved)).toBe(true)
  expect(tellsOf({ name: 'conversation.get', body: { conversationId: 'd' }, value: null }, moved)).toBe(false)
  expect([order('c'), order('d'), { ...order('c'), value: null }].map((answer) => tellsOf(answer, moved))).toEqual([true, false, true])
  expect(tellsOf({ name: 'product.list', body: {}, value: null }, moved)).toBe(false)
})
