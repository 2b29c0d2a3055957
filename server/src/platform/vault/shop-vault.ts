import { createHmac, type KeyObject } from 'node:crypto'
import { deriveKey } from './derive.ts'
import type { KeyRing } from './key-ring.ts'

/** Seals and finds one shop's content. Synchronous: it is on the path of every message. */
export interface ShopVault {
  /** AES-256-GCM blob, 33 bytes longer than `plain`. `aad` names the place it belongs to, e.g. shop/conversation/entry/author. */
  seal(plain: Uint8Array | string, aad: string): Buffer
  /** The content again. Throws a SealFault when a byte, the place or the shop differs. */
  open(blob: Uint8Array, aad: string): Buffer
  /** 16 bytes to look a value up by. Bring the value to one form first (e.g. digits only): equal bytes, equal index. */
  blind(purpose: string, value: string): Buffer
}

export function shopVault(ring: KeyRing): ShopVault {
  let blindKey: KeyObject | undefined
  return {
    seal: (plain, aad) => ring.seal(plain, aad),
    open: (blob, aad) => ring.open(blob, aad),
    blind(purpose, value) {
      blindKey ??= deriveKey(ring.secretOf(0), 'blind')
      // The purpose's length stands first, so that no pair of purpose and value reads like another pair.
      return createHmac('sha256', blindKey).update(`${purpose.length}:${purpose}:${value}`).digest().subarray(0, 16)
    },
  }
}
