import { randomUUID } from 'node:crypto'
import { appendFile, type FileHandle, mkdtemp, open, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fake from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { openFileStore } from '../platform/file-store.ts'
import { openIndexedDb } from '../platform/indexed-db.ts'
import { wechatStore } from '../platform/wechat.ts'
import { memoryStore } from './memory.ts'
import { storeContract } from './store-contract.builders.ts'

for (const [name, part] of Object.entries(fake)) if (/^(IDB|indexedDB)/.test(name)) vi.stubGlobal(name, part)

const scratch = async () => join(await mkdtemp(join(tmpdir(), 'bobber-')), 'store')

storeContract('in memory', () => {
  const rows = new Map<string, unknown>()
  return Promise.resolve({ store: memoryStore(rows), reopen: () => Promise.resolve(memoryStore(rows)) })
})

storeContract('in a file', async () => {
  const path = await scratch()
  return { store: await openFileStore(path), reopen: () => openFileStore(path) }
})

storeContract('in IndexedDB', async () => {
  const name = randomUUID()
  return { store: await openIndexedDb(name), reopen: () => openIndexedDb(name) }
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

test('SDK2 what a failed write left of a line is no part of the next one', async () => {
  const path = await scratch()
  const store = await openFileStore(path)
  await store.batch([{ put: 'kept', value: 1 }])
  const probe = await open(path)
  const full = vi.spyOn(Object.getPrototypeOf(probe) as FileHandle, 'appendFile').mockImplementationOnce(async () => {
    await appendFile(path, '[{"put":"lost","va')
    throw new Error('no space left')
  })
  await probe.close()
  await expect(store.batch([{ put: 'lost', value: 2 }])).rejects.toThrow('no space')
  await store.batch([{ put: 'later', value: 3 }])
  full.mockRestore()
  expect(await store.list('')).toHaveLength(2)
  await store.close()
  const next = await openFileStore(path)
  expect(await next.list('')).toEqual([
    ['kept', 1],
    ['later', 3],
  ])
  await next.close()
})

/** `wx` storage that stops writing after some calls: killed there, or full until `makeRoom`. */
function failing(rows: Map<string, unknown>, calls: number) {
  let left = calls
  const wx = storage(rows)
  return {
    ...wx,
    setStorageSync: (key: string, value: unknown) => (left-- > 0 ? wx.setStorageSync(key, value) : die()),
    makeRoom: () => (left = Number.POSITIVE_INFINITY),
  }
}

test('SDK2 a mini program’s batch that was cut in the middle is undone at the next start', async () => {
  const rows = new Map<string, unknown>()
  await wechatStore(storage(rows)).batch(['one', 'two', 'log/1'].map((key) => ({ put: key, value: 'old' })))
  const before = new Map(rows)
  const dying = wechatStore(failing(rows, 2))
  await expect(dying.batch([{ under: 'log/' }, { put: 'one', value: 1 }, { put: 'two', value: 2 }, { drop: 'zero' }])).rejects.toThrow(
    'killed',
  )
  expect(rows.has('bobber/log/1')).toBe(false)
  const next = wechatStore(storage(rows))
  expect(new Map(await next.list(''))).toEqual(new Map([...before].map(([key, value]) => [key.slice('bobber/'.length), value])))
})

test('SDK1 a mini program’s batch that fails half-way leaves nothing, now and after the next one', async () => {
  const rows = new Map<string, unknown>()
  await wechatStore(storage(rows)).batch([{ put: 'one', value: 'old' }])
  const wx = failing(rows, 2)
  const store = wechatStore(wx)
  const batch = store.batch([
    { put: 'fresh', value: 1 },
    { put: 'one', value: 2 },
  ])
  await expect(batch).rejects.toThrow('killed')
  wx.makeRoom()
  await store.batch([{ put: 'later', value: 3 }])
  expect(await store.list('')).toEqual([
    ['later', 3],
    ['one', 'old'],
  ])
})

test('SDK2 a connection that the browser dropped is opened again', async () => {
  const opening = vi.spyOn(indexedDB, 'open')
  const store = await openIndexedDb(randomUUID())
  await store.batch([{ put: 'kept', value: 1 }])
  const request: unknown = opening.mock.results.at(-1)?.value
  fake.forceCloseDatabase((request as IDBOpenDBRequest).result as never)
  // The first ones find the connection gone, before or after it was said.
  await Promise.all([store.batch([{ put: 'later', value: 2 }]), store.batch([{ put: 'later', value: 3 }])])
  expect(await store.list('')).toEqual([
    ['kept', 1],
    ['later', 3],
  ])
  expect(opening).toHaveBeenCalledTimes(2)
  opening.mockRestore()
  await store.close()
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
