import { isRefusal } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { inTurn } from './turns.ts'

/** Uploads whose work ends when the test says so. */
function uploads() {
  const ends: (() => void)[] = []
  return {
    begun: () => ends.length,
    end: () => ends.shift()?.(),
    add: (who: 'staff' | 'guest') => inTurn({ class: who }, () => new Promise<string>((resolve) => ends.push(() => resolve(who)))),
  }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('F14 uploads wait for their turn, and staff never wait for visitors', async () => {
  const guests = uploads()
  const first = [guests.add('guest'), guests.add('guest'), guests.add('guest')]
  await settled()
  expect(guests.begun()).toBe(1)

  const staff = uploads()
  const clerk = staff.add('staff')
  await settled()
  expect(staff.begun()).toBe(1)
  staff.end()
  expect(await clerk).toBe('staff')

  for (const each of first) {
    guests.end()
    expect(await each).toBe('guest')
    await settled()
  }
})

test('F14 a line that is too long takes nobody more; work that fails holds nobody up', async () => {
  const guests = uploads()
  const waiting = Array.from({ length: 21 }, () => guests.add('guest'))
  const late = await guests.add('guest')
  expect(isRefusal(late) && late.code).toBe('busy')
  for (const each of waiting) {
    await settled()
    guests.end()
    await each
  }
  await expect(inTurn({ class: 'guest' }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await inTurn({ class: 'guest' }, () => Promise.resolve('next'))).toBe('next')
})
