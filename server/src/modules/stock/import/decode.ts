export interface Decoded {
  text: string
  encoding: 'utf-8' | 'gb18030'
}

/**
 * Text as spreadsheets in China save it: UTF-8 if it is that without a fault, else GB18030. No guessing by frequency, which takes short
 * GBK files for Big5. Undefined when it is neither, or holds NULs, which text doesn't.
 */
export function decode(bytes: Uint8Array): Decoded | undefined {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return text.includes('\0') ? undefined : { text, encoding }
    } catch {
      continue
    }
  }
  return undefined
}
