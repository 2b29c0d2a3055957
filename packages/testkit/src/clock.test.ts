import { expect, test } from 'vitest'
import { ManualClock } from './clock.ts'

test('SDK21 timers run at their own moments, in order, also those set on the way, and not once undone', () => {
  const clock = new ManualClock(0)
  const ran: string[] = []
  const note = (name: string) => () => {
    ran.push(`${name}@${clock.now()}`)
  }
  clock.setTimeout(note('late'), 30)
  clock.setTimeout(() => {
    note('early')()
    clock.setTimeout(note('on the way'), 5)
  }, 10)
  clock.setTimeout(note('never'), 20)()
  clock.advance(25)
  expect(ran).toEqual(['early@10', 'on the way@15'])
  expect([clock.now(), clock.waiting]).toEqual([25, 1])
})
