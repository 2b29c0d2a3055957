import { isId } from '../../platform/ids.ts'

/** Where a page of a list ended: the key it is sorted by, and the row's id. Opaque to whoever asks for the next page. */
export interface Cursor {
  key: number
  id: string
}

export function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}

/** Undefined for anything that `writeCursor` didn't write. */
export function readCursor(text: string): Cursor | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(value)) return undefined
    const [key, id]: unknown[] = value
    return typeof key === 'number' && Number.isSafeInteger(key) && isId(id) ? { key, id } : undefined
  } catch {
    return undefined
  }
}
