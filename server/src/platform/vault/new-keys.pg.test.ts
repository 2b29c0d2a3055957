import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts'
import { openDatabase, type Database } from '../database.ts'
import { keyIdOf } from './blob.ts'
import { readDataKeys } from './data-keys.ts'
import { SealFault } from './fault.ts'
import { mustReadKeyFile } from './key-file.ts'
import { beginRewrap, finishRewrap, rewrapMasterKey, wrapAgain } from './rewrap.ts'
import { rotateDataKeys } from './rotate.ts'
import { openVault, type Vault } from './vault.ts'

let fresh: FreshDatabase
let database: Database<unknown>
let db: Pool
let folder: string
let keyFile: string
let vault: Vault
const shopId = randomUUID()

beforeEach(async () => {
  fresh = await freshDatabase()
  database = await openDatabase({ connection: fresh.connection })
  db = database.pool
  folder = await mkdtemp(join(tmpdir(), 'bobber-vault-'))
  keyFile = join(folder, 'keys', 'master.key')
  vault = await openVault({ keyFile, db })
})
afterEach(async () => {
  await database.close()
  await fresh.drop()
  await rm(folder, { recursive: true })
})

/** Everything a vault made so far, to be read again later. */
async function keepsake(): Promise<(by: Vault) => Promise<void>> {
  const shop = await vault.shop(shopId)
  const blob = shop.seal('旧消息', 'place')
  const index = shop.blind('phone', '13800138000')
  const token = vault.sealToken('cursor', Buffer.from('7'))
  const head = randomBytes(32)
  const signature = vault.sign(head)
  return async (by) => {
    const now = await by.shop(shopId)
    expect(now.open(blob, 'place').toString()).toBe('旧消息')
    expect(now.blind('phone', '13800138000').equals(index)).toBe(true)
    expect(by.openToken('cursor', token)?.toString()).toBe('7')
    expect(by.verify(head, signature)).toBe(true)
  }
}

describe('rotation', () => {
  test('V14 old content, indexes, tokens and signatures hold; new ones use the new key', async () => {
    const holds = await keepsake()
    const before = vault.sign(randomBytes(32)).subarray(0, 8)
    const rotated = await rotateDataKeys({ db, keyFile, graceSeconds: 0 })
    expect(rotated).toContain(shopId)
    await vault.refresh()
    for (const reader of [vault, await openVault({ keyFile, db })]) {
      await holds(reader)
      expect(keyIdOf((await reader.shop(shopId)).seal('新消息', 'place'))).toBe(2)
      expect(reader.sign(randomBytes(32)).subarray(0, 8).equals(before)).toBe(false)
      expect(reader.signingKeys()).toHaveLength(2)
    }
  })

  test('V14 in the grace time the old key goes on sealing, and a node that has refreshed reads both', async () => {
    const shop = await vault.shop(shopId)
    await rotateDataKeys({ db, keyFile, shopId, graceSeconds: 3600 })
    await vault.refresh()
    expect(keyIdOf(shop.seal('还是旧的', 'place'))).toBe(1)
    await db.query(`update data_key set retired_at = now() - interval '1 second' where shop_id = $1 and key_id = 1`, [shopId])
    const ahead = await openVault({ keyFile, db })
    const blob = (await ahead.shop(shopId)).seal('新的', 'place')
    expect(keyIdOf(blob)).toBe(2)
    expect(shop.open(blob, 'place').toString()).toBe('新的')
  })

  test('V14 without the grace time a node that has not refreshed can’t read; after a refresh it can', async () => {
    const shop = await vault.shop(shopId)
    await rotateDataKeys({ db, keyFile, shopId, graceSeconds: 0 })
    const blob = (await (await openVault({ keyFile, db })).shop(shopId)).seal('新的', 'place')
    expect(() => shop.open(blob, 'place')).toThrow(SealFault)
    await vault.refresh()
    expect(shop.open(blob, 'place').toString()).toBe('新的')
  })

  test('V14 one shop alone can be rotated, and rotating twice within the grace time keeps the order', async () => {
    const other = randomUUID()
    await vault.shop(shopId)
    await vault.shop(other)
    await rotateDataKeys({ db, keyFile, shopId, graceSeconds: 3600 })
    expect(await rotateDataKeys({ db, keyFile, shopId, graceSeconds: 0 })).toEqual([shopId])
    expect(await readDataKeys(db, [other])).toHaveLength(2)
    const keys = await readDataKeys(db, [shopId])
    expect(keys.map((row) => [row.key_id, row.seals])).toEqual([
      [0, false],
      [1, true],
      [2, false],
      [3, false],
    ])
  })
})

describe('re-wrap', () => {
  test('V15 the old master key leaves the file, and everything holds', async () => {
    const holds = await keepsake()
    await vault.masterKey.recordKept({ shopId, personId: randomUUID() })
    const old = (await mustReadKeyFile(keyFile)).current
    const form = await vault.masterKey.recoveryForm()

    expect(await rewrapMasterKey({ db, keyFile })).toBe(4)

    const now = await mustReadKeyFile(keyFile)
    expect(now.next).toBeUndefined()
    expect(now.current.secret.equals(old.secret)).toBe(false)
    for (const { wrapped } of await allRows()) expect(wrapped.subarray(0, 8).equals(old.fingerprint)).toBe(false)
    await holds(await openVault({ keyFile, db }))
    await holds(vault)
    expect(await vault.masterKey.recoveryForm()).not.toEqual(form)
    expect(await vault.masterKey.isKept(), 'V5 the new one is not kept yet').toBe(false)
  })

  test('V15 a crash after any step leaves everything readable, and the same command ends the work', async () => {
    const holds = await keepsake()
    const steps = [() => beginRewrap(keyFile), () => wrapAgain({ db, keyFile }), () => finishRewrap({ db, keyFile })]
    for (const step of steps) {
      await step()
      await holds(await openVault({ keyFile, db }))
    }
    const before = await mustReadKeyFile(keyFile)
    await beginRewrap(keyFile)
    const begun = (await mustReadKeyFile(keyFile)).next
    await wrapAgain({ db, keyFile })
    await rewrapMasterKey({ db, keyFile })
    const after = await mustReadKeyFile(keyFile)
    expect(begun && after.current.secret.equals(begun.secret)).toBe(true)
    expect(after.current.secret.equals(before.current.secret)).toBe(false)
    await holds(await openVault({ keyFile, db }))
  })

  test('V15 a running server makes and reads shops before, in the middle of and after a re-wrap', async () => {
    const made: [string, Buffer][] = []
    const make = async (): Promise<void> => {
      const id = randomUUID()
      made.push([id, (await vault.shop(id)).seal(id, 'made')])
    }
    await make()
    await beginRewrap(keyFile)
    await make()
    await wrapAgain({ db, keyFile })
    await make()
    await finishRewrap({ db, keyFile })
    await make()
    await rotateDataKeys({ db, keyFile, graceSeconds: 0 })
    await vault.refresh()
    await make()
    const reopened = await openVault({ keyFile, db })
    for (const [id, blob] of made) expect((await reopened.shop(id)).open(blob, 'made').toString()).toBe(id)
  })

  test('V16 a wrapped key moved to another shop or id opens nothing', async () => {
    const other = randomUUID()
    await vault.shop(shopId)
    await vault.shop(other)
    await db.query(
      'update data_key a set wrapped = b.wrapped from data_key b where a.shop_id = $1 and b.shop_id = $2 and a.key_id = b.key_id',
      [shopId, other],
    )
    await expect((await openVault({ keyFile, db })).shop(shopId)).rejects.toThrow(SealFault)
    await db.query('update data_key set key_id = 5 where shop_id = $1 and key_id = 1', [other])
    await expect((await openVault({ keyFile, db })).shop(other)).rejects.toThrow(SealFault)
  })
})

async function allRows(): Promise<{ wrapped: Buffer }[]> {
  return (await db.query<{ wrapped: Buffer }>('select wrapped from data_key')).rows
}
