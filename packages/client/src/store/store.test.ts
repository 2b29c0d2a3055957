import { appendFile, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFileStore } from '../platform/file-store.ts'
import { wechatStore } from '../platform/wechat.ts'
import { memoryStore } from './memory.ts'
import { storeContract } from './store-contract.builders.ts'

const scratch = async () => join(await mkdtemp(join(tmpdir(), 'bobber-')), 'store')

storeContract('in memory', () => {
  const rows = new Map<string, unknown>()
  return Promise.resolve({ store: memoryStore(rows), reopen: () => Promise.resolve(memoryStore(rows)) })
})

storeContract('in a file', async () => {
  const path = await scratch()
  return { store: await openFileStore(path), reopen: () => openFileStore(path) }
})

storeContract('in a mini program', () => {
  const wx = storage()
  return Promise.resolve({ store: wechatStore(wx), reopen: () => Promise.resolve(wechatStore(wx)) })
})

/** `wx` storage: values by key, synchronous, a missing one reads as an empty text. */
function storage(rows = new Map<string, unknown>()) {
  return {
    rows,
    getStorageSync: (key: string) => structuredClone(rows.get(key) ?? ''),
    setStorageSync: (key: string, value: unknown) => void rows.set(key, structuredClone(value)),
    removeStorageSync: (key: string) => void rows.delete(key),
    getStorageInfoSync: () => ({ keys: [...rows.keys()] }),
  }
}

test('SDK2 a line that a crash cut short is dropped, and later batches do not join it', async () => {
  const path = await scratch()
  const store = await openFileStore(path)
  await store.batch([{ put: 'kept', value: 1 }])
  await store.close()
  await appendFile(path, '[{"put":"torn","val')
  const next = await openFileStore(path)
  expect(await next.list('')).toEqual([['kept', 1]])
  await next.batch([{ put: 'later', value: 2 }])
  await next.close()
  const last = await openFileStore(path)
  expect(await last.list('')).toEqual([
    ['kept', 1],
    ['later', 2],
  ])
  await last.close()
})

test('SDK2 a file that mostly repeats itself is written anew at the start', async () => {
  const path = await scratch()
  const store = await openFileStore(path)
  await Promise.all(Array.from({ length: 2_100 }, (_, nth) => store.batch([{ put: 'same', value: nth }])))
  await store.close()
  const next = await openFileStore(path)
  expect(await next.get('same')).toBe(2_099)
  await next.close()
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(2)
})

test('SDK2 a mini program’s batch that was cut in the middle is carried out at the next start', async () => {
  const rows = new Map<string, unknown>()
  let left = 2
  const dying = {
    ...storage(rows),
    setStorageSync: (key: string, value: unknown) => void (left-- > 0 ? rows.set(key, structuredClone(value)) : die()),
  }
  const store = wechatStore(dying)
  await expect(store.batch([{ put: 'one', value: 1 }, { put: 'two', value: 2 }, { drop: 'zero' }])).rejects.toThrow('killed')
  const next = wechatStore(storage(rows))
  expect(await next.list('')).toEqual([
    ['one', 1],
    ['two', 2],
  ])
})

function die(): never {
  throw new Error('killed')
}

test('SDK1 rows come in the order of their keys, whatever order they were written in', async () => {
  const stores = [memoryStore(), await openFileStore(await scratch()), wechatStore(storage())]
  for (const store of stores) {
    await store.batch(['c', 'a', 'b'].map((key) => ({ put: `x/${key}`, value: key })))
    expect((await store.list('x/')).map(([key]) => key)).toEqual(['x/a', 'x/b', 'x/c'])
    await store.close()
  }
})
