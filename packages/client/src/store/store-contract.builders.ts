import { describe, expect, test } from 'vitest'
import type { Store } from './store.ts'

/** What every store must do (SDK1). `reopen` opens what the last one left behind. */
export function storeContract(name: string, open: () => Promise<{ store: Store; reopen: () => Promise<Store> }>): void {
  describe(`a store ${name}`, () => {
    test('SDK1 a batch happens whole, in order, and is there for the next start', async () => {
      const { store, reopen } = await open()
      await store.batch([
        { put: 'a/1', value: { words: '一' } },
        { put: 'a/2', value: [2] },
        { put: 'b/1', value: 'three' },
      ])
      await Promise.all([store.batch([{ drop: 'a/1' }, { put: 'a/3', value: null }]), store.batch([{ put: 'a/3', value: 3 }])])
      expect(await store.get('a/1')).toBeUndefined()
      expect(await store.get('b/1')).toBe('three')
      await store.close()
      const next = await reopen()
      expect(await next.list('a/')).toEqual([
        ['a/2', [2]],
        ['a/3', 3],
      ])
      await next.close()
    })

    test('SDK1 a whole prefix is forgotten at once, and nothing beside it', async () => {
      const { store } = await open()
      await store.batch([
        { put: 'log/x', value: 1 },
        { put: 'logbook', value: 2 },
        { put: 'log/y', value: 3 },
      ])
      await store.batch([{ under: 'log/' }, { put: 'log/z', value: 4 }])
      expect(await store.list('log')).toEqual([
        ['log/z', 4],
        ['logbook', 2],
      ])
      await store.close()
    })

    test('SDK1 what was given out and in is a copy', async () => {
      const { store } = await open()
      const value = { words: ['one'] }
      await store.batch([{ put: 'k', value }])
      value.words.push('two')
      expect(await store.get('k')).toEqual({ words: ['one'] })
      await store.close()
    })
  })
}
