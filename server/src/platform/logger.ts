import { mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import pino, { type Logger } from 'pino'

export type { Logger }

const largest = 20 * 1024 * 1024

/** Keys that may hold what is private. Nobody should log them; should somebody, this is the net. */
const hidden = ['password', 'token', 'phone', 'login', 'content', 'authorization', 'cookie', 'body']

/**
 * Logs as JSON lines into `file` (the last one is kept as `<file>.1` once it has grown past 20 MiB), or to stdout with '-'.
 * The server's window stays free for people.
 */
export function createLogger(file: string, level: string): Logger {
  const redact = { paths: [...hidden, ...hidden.map((key) => `*.${key}`), ...hidden.map((key) => `*.*.${key}`)], censor: '…' }
  const options = { level, redact, base: null, serializers: { err: withoutRows } }
  if (file === '-') return pino(options)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (sizeOf(file) > largest) renameSync(file, `${file}.1`)
  return pino(options, pino.destination({ dest: file, mode: 0o600, sync: false }))
}

/** A database error's `detail` and `where` quote the row it was about: they stay out. */
function withoutRows(fault: unknown): object {
  if (!(fault instanceof Error)) return { message: typeof fault }
  const code: unknown = 'code' in fault ? fault.code : undefined
  const cause: object | undefined = fault.cause === undefined ? undefined : withoutRows(fault.cause)
  return { type: fault.name, message: fault.message, code, stack: fault.stack, cause }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
