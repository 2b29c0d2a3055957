import { expect, test } from 'vitest'
import { createRoom } from './room.ts'

const all = { key: 'all', most: 100 }
const mine = { key: 'mine', most: 60 }
const hers = { key: 'hers', most: 60 }

test('H18 bytes are taken out of every share or out of none, and given back once', () => {
  const room = createRoom()
  const first = room.take([all, mine], 60)
  expect(first).toBeDefined()
  expect(room.take([all, mine], 1)).toBeUndefined()
  expect(room.take([all, hers], 41)).toBeUndefined()
  const second = room.take([all, hers], 40)
  expect(second).toBeDefined()
  first?.()
  first?.()
  expect(room.take([all, mine], 61)).toBeUndefined()
  expect(room.take([all, mine], 60)).toBeDefined()
  expect(room.take([all, hers], 1)).toBeUndefined()
})
