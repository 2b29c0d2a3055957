import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** 32 bytes for one use out of a 32-byte secret (HKDF-SHA256, RFC 5869): uses never share a key. */
export function derive(secret: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), `bobber/1/${use}`, 32))
}

/** The same as a key handle, made once because building one costs more than sealing a message. */
export function deriveKey(secret: Uint8Array, use: string): KeyObject {
  return createSecretKey(derive(secret, use))
}
