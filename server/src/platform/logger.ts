import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import pino, { type DestinationStream, type Logger } from 'pino'
import { CannotStart } from './cannot-start.ts'

export type { Logger }

const largest = 20 * 1024 * 1024

/** Keys that may hold what is private. Nobody should log them; should somebody, this is the net. */
const hidden = ['password', 'token', 'phone', 'login', 'content', 'authorization', 'cookie', 'body']

/**
 * Logs as JSON lines into `file` (past 20 MiB it goes on in a new one, and the last is kept as `<file>.1`), or to stdout with '-'.
 * The server's window stays free for people. Throws CannotStart for a file that cannot be written.
 */
export function createLogger(file: string, level: string): Logger {
  const redact = { paths: [...hidden, ...hidden.map((key) => `*.${key}`), ...hidden.map((key) => `*.*.${key}`)], censor: '…' }
  const options = { level, redact, base: null, serializers: { err: withoutRows } }
  return file === '-' ? pino(options) : pino(options, rotating(file))
}

/** A file that is put aside when it has grown. */
function rotating(file: string): DestinationStream & { flush(done: (fault?: Error) => void): void } {
  assertWritable(file)
  putAside(file, largest)
  const destination = pino.destination({ dest: file, mode: 0o600, sync: false })
  // A full disk is told where people look; unheard, it would end the server.
  destination.on('error', (fault: Error) => process.stderr.write(`${file}: ${fault.message}\n`))
  let length = sizeOf(file)
  return {
    write(line) {
      destination.write(line)
      length += Buffer.byteLength(line)
      if (length <= largest) return
      length = 0
      // What is still on its way goes after what is put aside. Where another process has done it a moment ago, what is there is short.
      try {
        putAside(file, largest / 2)
        destination.reopen()
      } catch (fault) {
        process.stderr.write(`${file}: ${fault instanceof Error ? fault.message : String(fault)}\n`)
      }
    },
    flush: (done) => destination.flush(done),
  }
}

function assertWritable(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
  } catch (cause) {
    throw new CannotStart(
      'logFileUnusable',
      `The log ${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Give it to the user who starts Bobber, remove it, or set LOG_FILE to another file (- for stdout).',
      { cause },
    )
  }
}

function putAside(file: string, longerThan: number): void {
  if (sizeOf(file) > longerThan) renameSync(file, `${file}.1`)
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
