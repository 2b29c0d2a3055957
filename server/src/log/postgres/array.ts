/**
 * PostgreSQL's text form of arrays. The log's functions take their batch as arrays; the same text serves a prepared call and, escaped
 * as a literal, the one packet that ends a transaction.
 */
export function arrayOf(values: readonly (string | number | boolean | Uint8Array | null)[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: string | number | boolean | Uint8Array | null): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) {
    return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`
  }
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
  return String(value)
}
