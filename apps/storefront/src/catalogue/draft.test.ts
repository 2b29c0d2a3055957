import { expect, test } from 'vitest'
import { type Draft, draftOf, keepDraft } from './draft.ts'

const draft: Draft = {
  productId: 'rod',
  variantId: 'v',
  kind: 'rental',
  quantity: 2,
  picked: { fromDay: 20_784, fromHour: 18, untilDay: 20_786, untilHour: 18 },
  remark: '要配一个抄网',
  wanted: true,
}

test('C5 the choice is there again after signing in, and that the order was asked for', () => {
  keepDraft(draft)
  expect(draftOf('rod')).toEqual(draft)
})

test('C5 another product begins with its own choice', () => {
  keepDraft(draft)
  expect(draftOf('tent')).toBeNull()
})
