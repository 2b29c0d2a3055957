import { randomBytes, randomUUID, verify } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts'
import { openDatabase, type Database } from '../database.ts'
import { readDataKeys, SERVER } from './data-keys.ts'
import { SealFault } from './fault.ts'
import { mustReadKeyFile } from './key-file.ts'
import { recoveryForm } from './recovery.ts'
import { restoreMasterKey } from './restore.ts'
import { openVault, type Vault } from './vault.ts'
import { unwrap } from './wrap.ts'

let fresh: FreshDatabase
let database: Database<unknown>
let db: Pool
let folder: string
let keyFile: string
let vault: Vault

beforeAll(async () => {
  fresh = await freshDatabase()
  database = await openDatabase({ connection: fresh.connection })
  db = database.pool
  folder = await mkdtemp(join(tmpdir(), 'bobber-vault-'))
  keyFile = join(folder, 'keys', 'master.key')
  vault = await openVault({ keyFile, db })
})
afterAll(async () => {
  await database.close()
  await fresh.drop()
  await rm(folder, { recursive: true })
})

describe('the master key', () => {
  test('V1 is made by the first run only', async () => {
    expect(vault.masterKey.isNew).toBe(true)
    const again = await openVault({ keyFile, db })
    expect(again.masterKey.isNew).toBe(false)
    expect(await again.masterKey.recoveryForm()).toEqual(await vault.masterKey.recoveryForm())
  })

  test('V2 is never made anew beside sealed data, nor is another one taken', async () => {
    const elsewhere = join(folder, 'elsewhere', 'master.key')
    await expect(openVault({ keyFile: elsewhere, db })).rejects.toMatchObject({ code: 'masterKeyMissing' })
    expect(await readKeyOrNothing(elsewhere)).toBe('masterKeyMissing')

    const otherFresh = await freshDatabase()
    const other = await openDatabase({ connection: otherFresh.connection })
    const otherFile = join(folder, 'other', 'master.key')
    await openVault({ keyFile: otherFile, db: other.pool })
    await expect(openVault({ keyFile: otherFile, db })).rejects.toMatchObject({ code: 'masterKeyWrong' })
    await other.close()
    await otherFresh.drop()
  })

  test('V4 comes back from paper, but neither a misread form nor the key of another database', async () => {
    const form = await vault.masterKey.recoveryForm()
    const restored = join(folder, 'restored', 'master.key')
    const misread = [...form.groups.slice(0, -1), form.groups.at(-1) === 'ZZZZ' ? 'YYYY' : 'ZZZZ'].join(' ')
    expect(await restoreMasterKey(misread, { keyFile: restored, db })).toBe('formWrong')
    expect(await restoreMasterKey(recoveryForm(randomBytes(32)).qrPayload, { keyFile: restored, db })).toBe('otherKey')
    expect(await readKeyOrNothing(restored)).toBe('masterKeyMissing')

    const sealed = (await vault.shop(shopA)).seal('还在', 'here')
    expect(await restoreMasterKey(form.groups.join(' '), { keyFile: restored, db })).toBe('restored')
    const reopened = await openVault({ keyFile: restored, db })
    expect((await reopened.shop(shopA)).open(sealed, 'here').toString()).toBe('还在')
  })

  test('V5 counts as kept only once an owner says so', async () => {
    expect(await vault.masterKey.isKept()).toBe(false)
    const by = { shopId: shopA, personId: randomUUID() }
    await vault.masterKey.recordKept(by)
    await vault.masterKey.recordKept(by)
    expect(await vault.masterKey.isKept()).toBe(true)
    expect(await (await openVault({ keyFile, db })).masterKey.isKept()).toBe(true)
  })
})

const shopA = randomUUID()
const shopB = randomUUID()

describe('a shop’s vault', () => {
  test('V8 opens nothing of another shop, though both keys have the same id', async () => {
    const [a, b] = [await vault.shop(shopA), await vault.shop(shopB)]
    const blob = a.seal('钓点在北岸', 'place')
    expect(a.open(blob, 'place').toString()).toBe('钓点在北岸')
    expect(() => b.open(blob, 'place')).toThrow(SealFault)
    expect(() => a.open(blob, 'elsewhere')).toThrow(SealFault)
    expect(() => a.open(Buffer.from('not a blob'), 'place')).toThrow(SealFault)
  })

  test('V1 many nodes that meet a new shop together agree on its keys', async () => {
    const nodes = await Promise.all(Array.from({ length: 4 }, () => openVault({ keyFile, db })))
    const shopId = randomUUID()
    const shops = await Promise.all(nodes.map((node) => node.shop(shopId)))
    const blobs = shops.map((shop) => shop.seal('同一把钥匙', 'x'))
    for (const shop of shops) for (const blob of blobs) expect(shop.open(blob, 'x').toString()).toBe('同一把钥匙')
    expect(new Set(shops.map((shop) => shop.blind('phone', '1').toString('hex'))).size).toBe(1)
    expect(await readDataKeys(db, [shopId])).toHaveLength(2)
  })

  test('V11 a blind index is equal for equal values, and unrelated over purposes, shops and other splits', async () => {
    const [a, b] = [await vault.shop(shopA), await vault.shop(shopB)]
    const index = a.blind('phone', '13800138000')
    expect(index).toHaveLength(16)
    expect(a.blind('phone', '13800138000').equals(index)).toBe(true)
    expect((await (await openVault({ keyFile, db })).shop(shopA)).blind('phone', '13800138000').equals(index)).toBe(true)
    const others = [
      a.blind('phone', '13800138001'),
      a.blind('last4', '13800138000'),
      b.blind('phone', '13800138000'),
      a.blind('phone:1', '3800138000'),
      a.blind('phone:', '13800138000'),
    ]
    for (const other of others) expect(other.equals(index)).toBe(false)
  })

  test('V10 a dump alone shows none of 1,000 phones and messages, no data key, no master key', async () => {
    const shop = await vault.shop(shopA)
    await db.query('create table seeded (sealed bytea, found_by bytea)')
    const phones = Array.from({ length: 1000 }, (_, at) => `138${String(10_000_000 + at * 7919).slice(-8)}`)
    for (const phone of phones) {
      const row = [shop.seal(`我的电话是 ${phone},周六取竿`, `note/${phone.length}`), shop.blind('phone', phone)]
      await db.query('insert into seeded values ($1, $2)', row)
    }
    const dump = await dumpOf(db)
    const { rows } = await db.query<{ found: number }>('select count(*)::int as found from seeded where found_by = $1', [
      shop.blind('phone', phones[500] ?? ''),
    ])
    expect(rows[0]?.found).toBe(1)
    const masters = await mustReadKeyFile(keyFile)
    const keys = await readDataKeys(db, [shopA, shopB, SERVER])
    const secrets = [
      masters.current.secret,
      ...keys.map((row) => unwrap(masters, row.shop_id, row.key_id, row.wrapped)),
      ...phones.map((phone) => Buffer.from(phone)),
      Buffer.from('周六取竿'),
    ]
    expect(dump.includes(shop.blind('phone', phones[999] ?? '')), 'the dump holds what is stored').toBe(true)
    for (const secret of secrets) expect(dump.includes(secret)).toBe(false)
  })
})

describe('tokens and signatures', () => {
  test('V12 a token gives its bytes back for its purpose only', () => {
    const bytes = randomBytes(24)
    const token = vault.sealToken('cursor', bytes)
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(vault.openToken('cursor', token)?.equals(bytes)).toBe(true)
    expect(vault.sealToken('cursor', bytes)).not.toBe(token)
    for (const wrong of [vault.openToken('ticket', token), vault.openToken('cursor', ''), vault.openToken('cursor', '浮漂 %00')]) {
      expect(wrong).toBeUndefined()
    }
    for (let at = 0; at < token.length; at++) {
      const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(vault.openToken('cursor', altered), `character ${at}`).toBeUndefined()
    }
  })

  test('V12 a token is understood by another node', async () => {
    const node = await openVault({ keyFile, db })
    expect(node.openToken('cursor', vault.sealToken('cursor', Buffer.from('42')))?.toString()).toBe('42')
  })

  test('V13 a signature is checked by the server, or by anyone with the public key', () => {
    const head = randomBytes(32)
    const signature = vault.sign(head)
    expect(signature).toHaveLength(72)
    expect(vault.verify(head, signature)).toBe(true)
    const key = vault.signingKeys().find((each) => each.fingerprint.equals(signature.subarray(0, 8)))
    expect(verify(null, head, key?.publicKey ?? '', signature.subarray(8))).toBe(true)

    expect(vault.verify(randomBytes(32), signature)).toBe(false)
    expect(vault.verify(head, Buffer.alloc(0))).toBe(false)
    for (let at = 0; at < signature.length; at++) {
      const altered = Buffer.from(signature)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(vault.verify(head, altered), `byte ${at}`).toBe(false)
    }
  })
})

async function readKeyOrNothing(path: string): Promise<string> {
  return mustReadKeyFile(path).then(
    () => 'there',
    (fault: { code?: string }) => fault.code ?? 'other',
  )
}

/** Every row of every table as PostgreSQL writes it, and once more with all bytea values as they are. */
async function dumpOf(pool: Pool): Promise<Buffer> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const parts: Buffer[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`)
    for (const { text } of rows) {
      parts.push(Buffer.from(text))
      for (const [, hex = ''] of text.matchAll(/\\\\?x([0-9a-f]+)/g)) parts.push(Buffer.from(hex, 'hex'))
    }
  }
  return Buffer.concat(parts)
}
