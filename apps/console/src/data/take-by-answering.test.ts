import { expect, it } from 'vitest'
import { takes } from './take-by-answering.ts'
import { talk } from './talk.builders.ts'

const answer = { by: 'clerk', at: 5 }
/** Whether the nth entry of the talk takes it. */
function taking(view: ReturnType<typeof talk>, nth = 1): boolean {
  const item = view.items[nth]
  return item?.type === 'entry' && takes(item.entry, view)
}
const asked = { by: 'customer', at: 0 }
const held = talk([asked, answer])

it('K15 an answer takes a talk that nobody has', () => {
  expect(taking(held)).toBe(true)
})

it('K15 a note, a fact, a talk that somebody has and one inside the shop are not taken', () => {
  expect(taking(talk([asked, { ...answer, audience: 2 }]))).toBe(false)
  expect(taking(talk([asked, { ...answer, kind: 'order.placed' }]))).toBe(false)
  expect(taking(talk([asked, answer], { mark: held.mark && { ...held.mark, assigneeId: 'colleague' } }))).toBe(false)
  expect(taking(talk([asked, answer], { mark: held.mark && { ...held.mark, kind: 'team' } }))).toBe(false)
  expect(taking(talk([asked, answer], { mark: null }))).toBe(false)
})

it('K15 what was handed back since the answer stays so, though a device of its author reads it late', () => {
  const handedBack = { by: 'clerk', at: 9, kind: 'conversation.assigned' as const }
  expect(taking(talk([asked, answer, handedBack]))).toBe(false)
  expect(taking(talk([handedBack, answer]))).toBe(true)
})
