/** Bytes `start` to `end` of a file, both included. */
export interface Range {
  start: number
  end: number
}

/**
 * The part of a file of `size` bytes that a `Range` header asks for (RFC 9110, 14.1.2): undefined for all of it, which is also the answer
 * to several parts at once and to what can't be read; `beyond` when it begins after the end.
 */
export function rangeOf(header: string | undefined, size: number): Range | 'beyond' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < start) return undefined
  return start < size ? { start, end } : 'beyond'
}
