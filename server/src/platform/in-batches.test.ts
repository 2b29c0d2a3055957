import { expect, test } from 'vitest'
import { inBatches } from './in-batches.ts'

function questions(limits: { most: number; atOnce: number }) {
  const asked: { items: number[]; answer: () => void; fail: () => void }[] = []
  const ask = inBatches(
    (items: number[]) =>
      new Promise<string[]>((resolve, reject) => {
        asked.push({ items, answer: () => resolve(items.map((item) => `n${item}`)), fail: () => reject(new Error('no answer')) })
      }),
    limits,
  )
  return { asked, ask, items: () => asked.map(({ items }) => items) }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('G31 the first is asked for at once, who comes meanwhile with all who wait then, and a second question sets out when one is full', async () => {
  const { asked, ask, items } = questions({ most: 3, atOnce: 2 })
  const answers = [1, 2, 3].map((item) => ask(item))
  await turn()
  expect(items()).toEqual([[1]])
  answers.push(ask(4), ask(5))
  await turn()
  expect(items()).toEqual([[1], [2, 3, 4]])
  asked[0]?.answer()
  await turn()
  expect(items()).toEqual([[1], [2, 3, 4], [5]])
  asked[2]?.answer()
  asked[1]?.answer()
  expect(await Promise.all(answers)).toEqual(['n1', 'n2', 'n3', 'n4', 'n5'])
  const later = ask(6)
  asked[3]?.answer()
  expect([items().at(-1), await later]).toEqual([[6], 'n6'])
})

test('G31 a question that fails fails for its own items, and the next is asked', async () => {
  const { asked, ask, items } = questions({ most: 3, atOnce: 1 })
  const first = ask(1)
  const both = Promise.allSettled([ask(2), ask(3)])
  asked[0]?.answer()
  await first
  await turn()
  asked[1]?.fail()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const next = ask(4)
  await turn()
  asked[2]?.answer()
  expect([await next, items()]).toEqual(['n4', [[1], [2, 3], [4]]])
})
