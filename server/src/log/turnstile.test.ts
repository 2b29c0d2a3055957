import { type Refusal, refuse } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { turnstile } from './turnstile.ts'

/** A turnstile with `left` pieces behind it, each to be taken by hand. */
function shop(left: number) {
  const pass = turnstile()
  const inside: { who: string; end: () => void; fail: () => void }[] = []
  let asked = 0
  const come = (who: string, question = 'the last one'): Promise<string | Refusal> =>
    pass(
      question,
      () => {
        asked++
        return Promise.resolve(left > 0 ? undefined : refuse('notEnough'))
      },
      () =>
        new Promise((resolve, reject) => {
          inside.push({ who, end: () => (left--, resolve(who)), fail: () => reject(new Error(who)) })
        }),
    )
  return { come, inside, asked: () => asked }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('L4 of those who ask the same at once one begins; when it has ended the others are asked together, and refused without beginning', async () => {
  const { come, inside, asked } = shop(2)
  const all = ['a', 'b', 'c', 'd', 'e'].map((who) => come(who))
  await turn()
  expect([inside.map(({ who }) => who), asked()]).toEqual([['a'], 0])
  inside[0]?.end()
  await turn()
  expect([inside.map(({ who }) => who), asked()]).toEqual([['a', 'b'], 1])
  inside[1]?.end()
  const gone = { code: 'notEnough' }
  expect(await Promise.all(all)).toMatchObject(['a', 'b', gone, gone, gone])
  expect([inside.length, asked()]).toEqual([2, 2])
})

test('L4 who asks something else waits for nobody, and a work that fails lets the next one in', async () => {
  const { come, inside } = shop(2)
  const first = come('a').catch((fault: unknown) => fault)
  const second = come('b')
  const other = come('c', 'another')
  await turn()
  expect(inside.map(({ who }) => who)).toEqual(['a', 'c'])
  inside[1]?.end()
  inside[0]?.fail()
  await turn()
  inside[2]?.end()
  expect(await Promise.all([first, second, other])).toEqual([new Error('a'), 'b', 'c'])
})
