import type { ConnectionState } from '@bobber/client/client'
import { expect, it } from 'vitest'
import { forgetEnd, noteEnd, wasEnded } from './ended.ts'

it('K13 the sign-in says why one is there only where a live session was ended from elsewhere', () => {
  const kept = new Map<string, string>()
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  let [state, hear]: [ConnectionState, () => void] = ['connecting', () => undefined]
  const go = (next: ConnectionState) => {
    state = next
    hear()
  }
  noteEnd({ connection: () => state, subscribe: (listener) => ((hear = listener), () => undefined) }, memory)
  go('nobody')
  expect(wasEnded(memory)).toBe(false)
  go('live')
  go('offline')
  expect(wasEnded(memory)).toBe(false)
  go('nobody')
  expect(wasEnded(memory)).toBe(true)
  forgetEnd(memory)
  expect(wasEnded(memory)).toBe(false)
})
