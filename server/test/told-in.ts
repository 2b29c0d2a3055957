/**
 * Which of the secrets a log tells. A short number (a code, the last four digits of a phone) is looked for as a word of its own in what
 * was said: times and ids are full of the same digits.
 */
export function toldIn(log: string, secrets: readonly string[]): string[] {
  const said = log.split('\n').flatMap((line) => (line === '' ? [] : saidIn(JSON.parse(line))))
  const isTold = (secret: string) =>
    /^\d{1,7}$/.test(secret) ? said.some((text) => new RegExp(`(?<![0-9a-f-])${secret}(?![0-9a-f-])`).test(text)) : log.includes(secret)
  return secrets.filter(isTold)
}

/** Every text of a logged line, keys too; a number counts only whole, so that a time tells no code. */
function saidIn(value: unknown): string[] {
  if (typeof value === 'number') return Number.isInteger(value) ? [String(value)] : []
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.entries(value).flatMap(([key, inner]) => [key, ...saidIn(inner)])
}
