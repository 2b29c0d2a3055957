/**
 * The server cannot come up as it was asked to, and a person can mend it: printed as message and remedy, without a stack.
 * Thrown rather than returned, because start-up is one list of steps and the first "no" ends all of it.
 */
export class CannotStart extends Error {
  readonly code: string
  readonly remedy: string

  constructor(code: string, message: string, remedy: string, options?: { cause: unknown }) {
    super(message, options)
    this.name = 'CannotStart'
    this.code = code
    this.remedy = remedy
  }
}
