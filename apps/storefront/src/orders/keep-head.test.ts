import type { Client, ConversationView, TimelineItem } from '@bobber/client/client'
import { expect, test } from 'vitest'
import { keptOr } from '../kept.ts'
import { log } from '../test-entries.ts'
import { headOf, keepHead } from './keep-head.ts'

const hash = 'a'.repeat(64)
const holding = (view: Partial<ConversationView>): Pick<Client, 'conversation'> => ({ conversation: () => view as ConversationView })
const signed = { seq: 8, hash, signature: 's', publicKey: 'k', at: 5 }
const whole = (value: unknown): unknown => value

test('C12 the head is the newest entry this device holds; a message that waits isn’t one', () => {
  const items = log({ kind: 'message.text', content: { text: '好' } }, { kind: 'order.placed', content: { orderId: 'o' } })
  const waiting: TimelineItem = {
    type: 'unsent',
    unsent: {
      clientId: 'x',
      conversationId: 'c',
      kind: 'message.text',
      content: { text: '在吗' },
      privately: false,
      writtenAt: 9,
      state: 'waiting',
      refusal: null,
    },
  }
  expect(headOf(holding({ items: [...items, waiting] }), 'c')).toEqual({ seq: 2, hash: 'hash 2' })
  expect(headOf(holding({ items: [waiting] }), 'c')).toBeUndefined()
})

test('C12 it stays on the device, with the signature when one can be had', async () => {
  await keepHead({ now: () => 5, call: async () => signed } as Partial<Client> as Client, 'c', 'o', 'sheet-1', { seq: 7, hash })
  expect(keptOr('head-o-sheet-1', whole, null)).toMatchObject({ conversationId: 'c', head: { seq: 7, hash }, signed })
})

test('C12 without a network the head alone is kept', async () => {
  const away = { now: () => 5, call: () => Promise.reject(new Error('no network')) } as Partial<Client> as Client
  await keepHead(away, 'c', 'o', 'sheet-2', { seq: 7, hash })
  const kept = keptOr('head-o-sheet-2', whole, null)
  expect(kept).toMatchObject({ head: { seq: 7, hash } })
  expect(kept).not.toHaveProperty('signed')
})
