import { fdatasyncSync, openSync, writeSync } from 'node:fs'

export interface Journal {
  write(line: object): void
}

/** Lines that are on disk when `write` returns: what a checker may hold against the server after a crash. */
export function openJournal(path: string): Journal {
  const file = openSync(path, 'a', 0o600)
  return {
    write(line) {
      writeSync(file, `${JSON.stringify(line)}\n`)
      fdatasyncSync(file)
    },
  }
}
