import type { KeyObject } from 'node:crypto'
import type { DataKeyRow } from './data-keys.ts'
import { broken, keyIdOf, openBlob, sealBlob } from './blob.ts'
import { deriveKey } from './derive.ts'
import { SealFault } from './fault.ts'

/** One shop's opened keys. Refreshed in place, so whoever holds it goes on with the newest. */
export class KeyRing {
  readonly #secrets = new Map<number, Buffer>()
  readonly #sealing = new Map<number, KeyObject>()
  #sealsWith = 0

  /** Adds what is new in `rows`; a key never changes and never leaves. */
  take(rows: readonly DataKeyRow[], open: (row: DataKeyRow) => Buffer): void {
    for (const row of rows) {
      if (!this.#secrets.has(row.key_id)) {
        const secret = open(row)
        this.#secrets.set(row.key_id, secret)
        this.#sealing.set(row.key_id, deriveKey(secret, 'seal'))
      }
      if (row.seals) this.#sealsWith = row.key_id
    }
  }

  /** The id of the key that seals now; 0 when there is none yet. */
  get sealsWith(): number {
    return this.#sealsWith
  }

  /** 32 bytes to derive further keys from; key id 0 is the shop's look-up secret. */
  secretOf(keyId: number): Buffer {
    return this.#must(this.#secrets.get(keyId), keyId)
  }

  /** Ids of the sealing keys, oldest first. */
  ids(): number[] {
    return [...this.#secrets.keys()].filter((keyId) => keyId > 0)
  }

  seal(plain: Uint8Array | string, aad: string): Buffer {
    return sealBlob(this.#must(this.#sealing.get(this.#sealsWith), this.#sealsWith), this.#sealsWith, plain, aad)
  }

  open(blob: Uint8Array, aad: string): Buffer {
    const keyId = keyIdOf(blob)
    if (keyId === undefined || keyId === 0) throw broken(blob)
    return openBlob(this.#must(this.#sealing.get(keyId), keyId), blob, aad)
  }

  #must<T>(key: T | undefined, keyId: number): T {
    if (key !== undefined) return key
    throw new SealFault('keyUnknown', `Data key ${keyId} is not known here`)
  }
}
