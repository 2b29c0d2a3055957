import { randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { derive, deriveKey } from './derive.ts'

export interface MasterKey {
  /** 32 bytes. Never leaves the process but into the key file and the recovery form. */
  readonly secret: Buffer
  /** 8 bytes that name the key and tell nothing about it. */
  readonly fingerprint: Buffer
  readonly wrapping: KeyObject
}

/** What the key file holds: two keys only while a re-wrap is under way (V15). */
export interface MasterKeys {
  readonly current: MasterKey
  readonly next?: MasterKey
}

export function masterKey(secret: Buffer): MasterKey {
  return { secret, fingerprint: derive(secret, 'fingerprint').subarray(0, 8), wrapping: deriveKey(secret, 'wrap') }
}

export function newMasterKey(): MasterKey {
  return masterKey(randomBytes(32))
}

/** The key new data keys are wrapped with: during a re-wrap already the next one. */
export function wrappingKey(keys: MasterKeys): MasterKey {
  return keys.next ?? keys.current
}
