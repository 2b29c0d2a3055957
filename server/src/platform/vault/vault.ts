import type { Pool } from 'pg'
import { anyDataKey, insertDataKey, newSecret, readDataKeys, SERVER, writingDataKeys, type DataKeyRow } from './data-keys.ts'
import { MasterKeyFault } from './fault.ts'
import { isKept, recordKept } from './kept.ts'
import { createKeyFile, mustReadKeyFile, readKeyFile } from './key-file.ts'
import { KeyRing } from './key-ring.ts'
import { wrappingKey, type MasterKey, type MasterKeys } from './master-key.ts'
import { recoveryForm, type RecoveryForm } from './recovery.ts'
import { shopVault, type ShopVault } from './shop-vault.ts'
import { Signer, type SigningKey } from './signing.ts'
import { openToken, sealToken } from './tokens.ts'
import { unwrap, wrap } from './wrap.ts'

export type { RecoveryForm } from './recovery.ts'
export type { ShopVault } from './shop-vault.ts'

export interface Vault {
  /** The shop's keys, made at the first call for it. Takes a database connection the first time: call it outside transactions. */
  shop(shopId: string): Promise<ShopVault>
  /** Reads rotated keys of all shops in use. The server does it every minute (V14). */
  refresh(): Promise<void>

  /** Server-wide opaque token, base64url, for one purpose. */
  sealToken(purpose: string, bytes: Uint8Array): string
  /** Undefined for anything this server didn't make for this purpose. */
  openToken(purpose: string, token: string): Buffer | undefined

  /** 72 bytes: the key's fingerprint (8) and the Ed25519 signature (64). */
  sign(bytes: Uint8Array): Buffer
  verify(bytes: Uint8Array, signature: Uint8Array): boolean
  /** Every public key the server ever signed with, oldest first. */
  signingKeys(): SigningKey[]

  readonly masterKey: {
    readonly file: string
    /** True when this start made it. */
    readonly isNew: boolean
    /** For paper; secret: show it to the owner, never log it. */
    recoveryForm(): Promise<RecoveryForm>
    /** Whether an owner said that this key is kept apart from the data; until then, nag. */
    isKept(): Promise<boolean>
    recordKept(by: { shopId: string; personId: string }): Promise<void>
  }
}

/** Opens the vault on a migrated database; makes the master key on the very first run only (V1, V2). */
export async function openVault({ keyFile, db }: { keyFile: string; db: Pool }): Promise<Vault> {
  const found = await readKeyFile(keyFile)
  let masters = found ?? (await firstMasterKey(keyFile, db))
  const open = (row: DataKeyRow): Buffer => unwrap(masters, row.shop_id, row.key_id, row.wrapped)
  const rings = new Map<string, Promise<KeyRing>>()

  /** A row wrapped by an unknown master key means that another process re-wrapped: the file tells (V15). */
  async function take(ring: KeyRing, rows: readonly DataKeyRow[]): Promise<KeyRing> {
    try {
      ring.take(rows, open)
    } catch (fault) {
      if (!(fault instanceof MasterKeyFault && fault.code === 'masterKeyWrong')) throw fault
      await readMasters()
      ring.take(rows, open)
    }
    return ring
  }

  /** The key file as it is now; a file that is away for the moment doesn't stop a running server. */
  async function readMasters(): Promise<MasterKey> {
    masters = (await readKeyFile(keyFile)) ?? masters
    return wrappingKey(masters)
  }

  async function load(shopId: string): Promise<KeyRing> {
    let rows = await readDataKeys(db, [shopId])
    if (rows.length === 0) rows = await createDataKeys(db, keyFile, shopId)
    return take(new KeyRing(), rows)
  }

  function ringOf(shopId: string): Promise<KeyRing> {
    const known = rings.get(shopId)
    if (known) return known
    const loading = load(shopId)
    rings.set(shopId, loading)
    loading.catch(() => rings.delete(shopId)) // the caller gets the fault; the next call tries again
    return loading
  }

  const server = await ringOf(SERVER)
  const signer = new Signer(server)
  const shops = new WeakMap<KeyRing, ShopVault>()

  return {
    async shop(shopId) {
      const ring = await ringOf(shopId)
      const known = shops.get(ring) ?? shopVault(ring)
      shops.set(ring, known)
      return known
    },
    async refresh() {
      const rows = Map.groupBy(await readDataKeys(db, [...rings.keys()]), (row) => row.shop_id)
      for (const [shopId, ring] of rings) await take(await ring, rows.get(shopId) ?? [])
    },
    sealToken: (purpose, bytes) => sealToken(server, purpose, bytes),
    openToken: (purpose, token) => openToken(server, purpose, token),
    sign: (bytes) => signer.sign(bytes),
    verify: (bytes, signature) => signer.verify(bytes, signature),
    signingKeys: () => signer.keys(),
    masterKey: {
      file: keyFile,
      isNew: found === undefined,
      recoveryForm: async () => recoveryForm((await readMasters()).secret),
      isKept: async () => isKept(db, (await readMasters()).fingerprint),
      recordKept: async (by) => recordKept(db, (await readMasters()).fingerprint, by),
    },
  }
}

async function firstMasterKey(keyFile: string, db: Pool): Promise<MasterKeys> {
  if (await anyDataKey(db)) {
    throw new MasterKeyFault(
      'masterKeyMissing',
      `The database is sealed, but its master key is not at ${keyFile}`,
      'Put the kept copy there, or type the recovery form: npm run bobber -- key restore',
    )
  }
  return createKeyFile(keyFile)
}

/** The shop's look-up secret and first sealing key; what another node made in the meantime, when it was quicker. */
async function createDataKeys(db: Pool, keyFile: string, shopId: string): Promise<DataKeyRow[]> {
  return writingDataKeys(db, async (tx) => {
    const there = await readDataKeys(tx, [shopId])
    if (there.length > 0) return there
    const master = wrappingKey(await mustReadKeyFile(keyFile))
    for (const keyId of [0, 1]) await insertDataKey(tx, shopId, keyId, wrap(master, shopId, keyId, newSecret()))
    return readDataKeys(tx, [shopId])
  })
}
