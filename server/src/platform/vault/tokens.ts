import type { KeyRing } from './key-ring.ts'
import { SealFault } from './fault.ts'

const BASE64URL = /^[A-Za-z0-9_-]+$/

/** An opaque token, base64url: hides and protects `bytes`, good for `purpose` only (V12). */
export function sealToken(server: KeyRing, purpose: string, bytes: Uint8Array): string {
  return server.seal(bytes, place(purpose)).toString('base64url')
}

/** The bytes, or undefined for anything this server didn't make for this purpose: tokens come from outside. */
export function openToken(server: KeyRing, purpose: string, token: string): Buffer | undefined {
  if (!BASE64URL.test(token)) return undefined
  const blob = Buffer.from(token, 'base64url')
  // One token, one spelling: spare bits at the end must not make a second one.
  if (blob.toString('base64url') !== token) return undefined
  try {
    return server.open(blob, place(purpose))
  } catch (fault) {
    if (fault instanceof SealFault) return undefined
    throw fault
  }
}

function place(purpose: string): string {
  return `token/${purpose}`
}
