import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { derive } from './derive.ts'
import type { KeyRing } from './key-ring.ts'

/** DER around a raw Ed25519 seed (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const FINGERPRINT = 8

export interface SigningKey {
  /** First 8 bytes of SHA-256 over the raw public key; stands at the head of each signature. */
  readonly fingerprint: Buffer
  /** SPKI, PEM. */
  readonly publicKey: string
}

interface KeyPair extends SigningKey {
  readonly secret: KeyObject
  readonly open: KeyObject
}

/** Signs with the server's newest key, checks with all it ever had (V13). */
export class Signer {
  readonly #ring: KeyRing
  readonly #pairs = new Map<number, KeyPair>()

  constructor(ring: KeyRing) {
    this.#ring = ring
  }

  /** fingerprint (8) | Ed25519 signature (64) over the bytes as they are. */
  sign(bytes: Uint8Array): Buffer {
    const pair = this.#pair(this.#ring.sealsWith)
    return Buffer.concat([pair.fingerprint, sign(null, bytes, pair.secret)])
  }

  verify(bytes: Uint8Array, signature: Uint8Array): boolean {
    const named = Buffer.from(signature.subarray(0, FINGERPRINT))
    const pair = this.#all().find((each) => each.fingerprint.equals(named))
    return pair !== undefined && verify(null, bytes, pair.open, signature.subarray(FINGERPRINT))
  }

  /** Every public key the server ever signed with, oldest first. */
  keys(): SigningKey[] {
    return this.#all().map(({ fingerprint, publicKey }) => ({ fingerprint, publicKey }))
  }

  #all(): KeyPair[] {
    return this.#ring.ids().map((keyId) => this.#pair(keyId))
  }

  #pair(keyId: number): KeyPair {
    const known = this.#pairs.get(keyId)
    if (known) return known
    const seed = derive(this.#ring.secretOf(keyId), 'sign')
    const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
    const open = createPublicKey(secret)
    const raw = open.export({ format: 'der', type: 'spki' }).subarray(-32)
    const fingerprint = createHash('sha256').update(raw).digest().subarray(0, FINGERPRINT)
    const pair = { secret, open, fingerprint, publicKey: open.export({ format: 'pem', type: 'spki' }).toString() }
    this.#pairs.set(keyId, pair)
    return pair
  }
}
