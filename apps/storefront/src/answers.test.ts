import { expect, test, vi } from 'vitest'
import { answersOf, heldUntil } from './answers.ts'

/** A shop that answers when the test says so. */
function shop() {
  const open: { resolve: (answer: unknown) => void; reject: (cause: unknown) => void }[] = []
  const answers = answersOf(
    () => new Promise((resolve, reject) => open.push({ resolve, reject })),
    () => 500 + open.length,
  )
  const answer = async (value: unknown): Promise<void> => {
    const asked = open.length
    open.at(-1)?.resolve(value)
    // What was asked meanwhile goes out after the answer, if anything does.
    await vi.waitFor(() => expect(answers.known('list')?.value === value || open.length > asked).toBe(true))
  }
  return { answers, open, answer }
}
const all = (): boolean => true
const offline = { code: 'offline', message: '连不上店铺', remedy: '' }

test('C19 what a fact made stale is asked again though no screen shows it, and is stale until that is answered', async () => {
  const { answers, open, answer } = shop()
  answers.ask('list', 'order.list', {})
  await answer('overdue')
  expect(answers.known('list')).toMatchObject({ value: 'overdue', stale: false, at: 501 })
  answers.changed(all)
  expect(answers.known('list')).toMatchObject({ value: 'overdue', stale: true })
  await answer('closed')
  expect(answers.known('list')).toMatchObject({ value: 'closed', stale: false, at: 502 })
  expect(open).toHaveLength(2)
})

test('C19 a fact that comes while the question is on its way has it asked once more', async () => {
  const { answers, open, answer } = shop()
  answers.ask('list', 'order.list', {})
  answers.changed(all)
  answers.changed(all)
  await answer('overdue')
  expect(answers.known('list')).toMatchObject({ value: 'overdue', stale: true })
  await answer('closed')
  expect(answers.known('list')).toMatchObject({ value: 'closed', stale: false })
  expect(open).toHaveLength(2)
})

test('C19 what isn’t answered keeps what is known, and says why', async () => {
  const { answers, open, answer } = shop()
  answers.ask('list', 'order.list', {})
  await answer('out')
  answers.changed(all)
  open.at(-1)?.resolve(offline)
  await vi.waitFor(() => expect(answers.known('list')?.trouble).toEqual({ refusal: offline }))
  expect(answers.known('list')).toMatchObject({ value: 'out', stale: true, at: 501 })
  answers.ask('list', 'order.list', {})
  open.at(-1)?.reject(new Error('a fault'))
  await vi.waitFor(() => expect(answers.known('list')?.trouble).toEqual({ refusal: null }))
})

test('C16 an answer to somebody who has left is nobody’s', async () => {
  const { answers, open } = shop()
  answers.ask('list', 'order.list', {})
  answers.forget()
  open.at(-1)?.resolve('hers')
  await Promise.resolve()
  expect(answers.known('list')).toBeUndefined()
})

test('C19 cut off, an answer holds until the connection ended; one that a fact made stale, until it came', () => {
  expect(heldUntil({ at: 20, stale: false }, null)).toBeNull()
  expect(heldUntil({ at: 20, stale: false }, { since: 70 })).toBe(70)
  expect(heldUntil({ at: 20, stale: true }, { since: 70 })).toBe(20)
  expect(heldUntil({ at: 20, stale: false }, { since: null })).toBe(20)
})
