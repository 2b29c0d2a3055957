import { expect, test } from 'vitest'
import { type Draft, draftOf, isStopped, keepDraft, keepingDraft } from './draft.ts'

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

test('C5 what was asked for and is off by now is not ordered, nor another thing in its place', () => {
  const wanted = { variantId: 'a', kind: 'rental', wanted: true } as const
  expect(isStopped(wanted, { variantId: 'a', kind: 'rental' })).toBe(false)
  expect(isStopped(wanted, { variantId: 'a', kind: 'sale' })).toBe(true)
  expect(isStopped(wanted, { variantId: 'b', kind: 'rental' })).toBe(true)
  expect(isStopped(wanted, null)).toBe(true)
  expect(isStopped({ ...wanted, wanted: false }, null)).toBe(false)
})

test('C5 an order that was asked for is placed once: what was changed stays changed, whoever changes next', () => {
  const drawn: Draft[] = []
  const change = keepingDraft(draft, (newer) => drawn.push(newer))
  change({ wanted: false })
  change({ remark: '' })
  expect(drawn.at(-1)).toEqual({ ...draft, wanted: false, remark: '' })
  expect(draftOf('rod')).toEqual(drawn.at(-1))
})
