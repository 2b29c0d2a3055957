import { expect, it } from 'vitest'
import { placed, talk } from '../../data/talk.builders.ts'
import { sayIn } from '../../words/catalogue.ts'
import { previewOf } from './talk-words.ts'

const said = { by: 'clerk', at: 0, content: { text: '有的' } }

it('K17 a talk’s line is the newest thing that happened, facts included', () => {
  const view = talk([said, { by: 'customer', at: 5, kind: 'order.placed', content: placed('online') }])
  expect(previewOf(view, sayIn('zh'))).toBe('订单 1')
  expect(previewOf(talk([said]), sayIn('zh'))).toBe('有的')
})

it('K17 what counts as no news is passed over, and a recalled message says so', () => {
  const away = { by: 'clerk', at: 5, kind: 'conversation.resolved', content: { byId: 'clerk' } } as const
  expect(previewOf(talk([said, away]), sayIn('zh'))).toBe('有的')
  const view = talk([{ ...said, content: null }])
  expect(previewOf(view, sayIn('zh'))).toBe('消息已撤回')
  expect(previewOf(talk([]), sayIn('zh'))).toBe('')
})
