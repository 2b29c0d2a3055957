import { createHash, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'

/** An id for a row: ordered by time, so that indexes grow at their end. Never a secret. */
export function newId(): string {
  return uuidv7()
}

/** Whether a text is an id as ids are written here: the database faults at any other. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}

/** A secret of 256 random bits, base64url: what a session or a link is opened with. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token. Its 256 bits need no salt and no slow hash. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
