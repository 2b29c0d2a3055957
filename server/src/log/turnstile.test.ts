import { type Refusal, refuse } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { turnstile } from './turnstile.ts'

/** A turnstile with `left` pieces behind it, each to be taken by hand; `byHand`: what is asked is answered by hand, too. */
function shop(left: number, byHand = false) {
  const pass = turnstile()
  const inside: { who: string; end: () => void; fail: () => void }[] = []
  const answers: { give: () => void; fail: () => void }[] = []
  let asked = 0
  const come = (who: string, question = 'the last one'): Promise<string | Refusal> =>
    pass(
      question,
      () => {
        asked++
        const answer = left > 0 ? undefined : refuse('notEnough')
        if (!byHand) return Promise.resolve(answer)
        return new Promise((resolve, reject) => answers.push({ give: () => resolve(answer), fail: () => reject(new Error('no answer')) }))
      },
      () =>
        new Promise((resolve, reject) => {
          inside.push({ who, end: () => (left--, resolve(who)), fail: () => reject(new Error(who)) })
        }),
    )
  return { come, inside, answers, asked: () => asked, more: () => void left++ }
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

test('L4 nobody is overtaken: who comes while the next one is let in waits behind all who were there', async () => {
  const { come, inside, answers } = shop(9, true)
  const all = [come('a'), come('b'), come('c')]
  await turn()
  inside[0]?.end()
  await turn()
  all.push(come('d'))
  answers[0]?.give()
  await turn()
  expect(inside.map(({ who }) => who)).toEqual(['a', 'b'])
  for (let nth = 1; nth < 4; nth++) {
    inside[nth]?.end()
    await turn()
    answers[nth]?.give()
    await turn()
  }
  expect([inside.map(({ who }) => who), await Promise.all(all)]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'd'],
  ])
})

test('L4 no refusal is older than whoever it is given to; where nobody answers, those who waited hear so, and the next one passes', async () => {
  const { come, inside, answers, more } = shop(1, true)
  const [first, second] = [come('a'), come('b')]
  await turn()
  inside[0]?.end()
  await turn()
  more()
  const late = come('c')
  answers[0]?.give()
  expect(await second).toMatchObject({ code: 'notEnough' })
  answers[1]?.give()
  await turn()
  const failing = come('d').catch((fault: unknown) => fault)
  inside[1]?.end()
  await turn()
  answers[2]?.fail()
  expect([await first, await late, await failing]).toEqual(['a', 'c', new Error('no answer')])
  const next = come('e')
  await turn()
  inside[2]?.end()
  expect(await next).toBe('e')
})
