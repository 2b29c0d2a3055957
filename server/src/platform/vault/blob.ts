import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { SealFault } from './fault.ts'
import { writeNonce } from './nonce.ts'

/** version 1 | key id u32 | nonce 12 | tag 16 | content. The header is authenticated too. */
const VERSION = 1
const HEADER = 5
const NONCE_END = HEADER + 12
const TAG_END = NONCE_END + 16

/** Seals with AES-256-GCM. `aad` says where the blob belongs; the same string must be given to open it (V6, V8). */
export function sealBlob(key: KeyObject, keyId: number, plain: Uint8Array | string, aad: string): Buffer {
  const head = Buffer.allocUnsafe(TAG_END)
  head[0] = VERSION
  head.writeUInt32BE(keyId, 1)
  writeNonce(head, HEADER)
  const cipher = createCipheriv('aes-256-gcm', key, head.subarray(HEADER, NONCE_END))
  cipher.setAAD(boundTo(head, aad))
  const content = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  cipher.final()
  cipher.getAuthTag().copy(head, NONCE_END)
  return Buffer.concat([head, content])
}

/** The key id a blob names, or undefined when it is no blob at all. */
export function keyIdOf(blob: Uint8Array): number | undefined {
  if (blob.length < TAG_END || blob[0] !== VERSION) return undefined
  return asBuffer(blob).readUInt32BE(1)
}

/** Throws `blobBroken` when the key, the place or any byte is another than at sealing (V7). */
export function openBlob(key: KeyObject, blob: Uint8Array, aad: string): Buffer {
  const bytes = asBuffer(blob)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEADER, NONCE_END), { authTagLength: 16 })
    decipher.setAAD(boundTo(bytes, aad))
    decipher.setAuthTag(bytes.subarray(NONCE_END, TAG_END))
    const content = decipher.update(bytes.subarray(TAG_END))
    decipher.final()
    return content
  } catch (cause) {
    throw broken(blob, cause)
  }
}

export function broken(blob: Uint8Array, cause?: unknown): SealFault {
  const what = `Sealed content does not open (key ${keyIdOf(blob) ?? 'none'}, ${blob.length} bytes)`
  return new SealFault('blobBroken', `${what}: it was altered, or is not where it was sealed for`, cause)
}

function boundTo(head: Buffer, aad: string): Buffer {
  const bound = Buffer.allocUnsafe(HEADER + Buffer.byteLength(aad))
  head.copy(bound, 0, 0, HEADER)
  bound.write(aad, HEADER)
  return bound
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
