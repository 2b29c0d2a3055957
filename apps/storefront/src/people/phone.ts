/** Digits as people write them (`138 0013-8000`, `+86 138…`, full-width) as plain ones; whether it is a phone is the server's to say. */
export function normalPhone(written: string): string {
  const digits = written.normalize('NFKC').replace(/[^\d+]/g, '')
  return digits.replace(/^(\+|00)86/, '')
}
