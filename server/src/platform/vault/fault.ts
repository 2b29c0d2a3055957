import { CannotStart } from '../cannot-start.ts'

export type MasterKeyFaultCode = 'masterKeyMissing' | 'masterKeyOpenToOthers' | 'masterKeyBroken' | 'masterKeyWrong'

/** The master key is not there, or not the right one; met at start, and a person can mend it. */
export class MasterKeyFault extends CannotStart {
  declare readonly code: MasterKeyFaultCode

  constructor(code: MasterKeyFaultCode, message: string, remedy: string) {
    super(code, message, remedy)
    this.name = 'MasterKeyFault'
  }
}

/** Sealed content that doesn't open. Its words never hold content, additional data or keys (V9). */
export class SealFault extends Error {
  override readonly name = 'SealFault'
  readonly code: 'keyUnknown' | 'blobBroken'

  constructor(code: 'keyUnknown' | 'blobBroken', message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
