import { expect, test } from 'vitest'
import { gather } from './gather.ts'

function questions() {
  const asked: { keys: number[]; answer: (value: string) => void; fail: () => void }[] = []
  const ask = gather(
    (keys: number[]) =>
      new Promise<Map<number, string>>((resolve, reject) => {
        asked.push({
          keys,
          answer: (value) => resolve(new Map(keys.map((key) => [key, value]))),
          fail: () => reject(new Error('no answer')),
        })
      }),
  )
  return { asked, ask }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('G31 who asks while a question is on its way shares the next, which begins after he came', async () => {
  const { asked, ask } = questions()
  const first = ask([1])
  await turn()
  const [second, third] = [ask([2, 1]), ask([3])]
  await turn()
  expect(asked.map(({ keys }) => keys)).toEqual([[1]])
  asked[0]?.answer('old')
  await turn()
  expect(asked.map(({ keys }) => keys)).toEqual([[1], [2, 1, 3]])
  asked[1]?.answer('new')
  expect([(await first).get(1), (await second).get(1), (await third).get(3)]).toEqual(['old', 'new', 'new'])
})

test('G31 a question that fails fails for those who share it, and the next is asked', async () => {
  const { asked, ask } = questions()
  const both = Promise.allSettled([ask([1]), ask([2])])
  await turn()
  const after = ask([1])
  asked[0]?.fail()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await turn()
  asked[1]?.answer('there')
  expect((await after).get(1)).toBe('there')
})
