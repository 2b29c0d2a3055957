import { expect, test } from 'vitest'
import { toldIn } from './told-in.ts'

const line = (more: object) =>
  JSON.stringify({ level: 30, time: 1_795_432_100_123, reqId: 'a5432f00-5432-7000-8000-000000005432', ...more })

test('H12 a short number is told as a word or a value of its own, not within times and ids', () => {
  const quiet = line({ msg: 'request', took: 12.5432 })
  expect(toldIn(`${quiet}\n`, ['5432', '795432', '不该'])).toEqual([])
  const told = [{ msg: '尾号5432' }, { last4: '5432' }, { last4: 5432 }, { url: '/api/customer.find?text=5432' }, { query: { '5432': 1 } }]
  expect(told.map((more) => toldIn(`${quiet}\n${line(more)}`, ['5432']))).toEqual(told.map(() => ['5432']))
})

test('H12 a long secret is told wherever it stands', () => {
  expect(toldIn(line({ msg: 'to +8613698765432' }), ['13698765432', 'x']).concat(toldIn('', ['x']))).toEqual(['13698765432'])
})
