import type { MasterKey, MasterKeys } from './master-key.ts'
import { keyIdOf, openBlob, sealBlob } from './blob.ts'
import { MasterKeyFault, SealFault } from './fault.ts'

const FINGERPRINT = 8

/** fingerprint of the master key (8) | blob, bound to the row it is for so that rows can't be swapped (V16). */
export function wrap(master: MasterKey, shopId: string, keyId: number, secret: Uint8Array): Buffer {
  return Buffer.concat([master.fingerprint, sealBlob(master.wrapping, keyId, secret, place(shopId))])
}

/** Throws `masterKeyWrong` when none of the keys wrapped it, `blobBroken` when the row is altered. */
export function unwrap(masters: MasterKeys, shopId: string, keyId: number, wrapped: Buffer): Buffer {
  const master = [masters.current, masters.next].find((each) => each && isWrappedBy(each, wrapped))
  const blob = wrapped.subarray(FINGERPRINT)
  if (!master) throw wrongMaster(masters, wrapped)
  if (keyIdOf(blob) !== keyId) throw new SealFault('blobBroken', `Data key ${keyId} is stored under another id`)
  return openBlob(master.wrapping, blob, place(shopId))
}

export function isWrappedBy(master: MasterKey, wrapped: Buffer): boolean {
  return master.fingerprint.equals(wrapped.subarray(0, FINGERPRINT))
}

function place(shopId: string): string {
  return `data-key/${shopId}`
}

function wrongMaster({ current }: MasterKeys, wrapped: Buffer): MasterKeyFault {
  const needed = wrapped.toString('hex', 0, FINGERPRINT)
  return new MasterKeyFault(
    'masterKeyWrong',
    `The database was sealed with master key ${needed}, the key file holds ${current.fingerprint.toString('hex')}`,
    'Put that key in the place of the key file, or choose it by MASTER_KEY_FILE',
  )
}
