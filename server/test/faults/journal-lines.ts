import { existsSync, readFileSync } from 'node:fs'

/**
 * The lines of a journal whose writer was killed now and then. A line that was cut short promised nothing to anybody; what the next life
 * wrote stands behind it on the same line, and is whole.
 */
export function journalLines<T>(text: string, begin: string): T[] {
  return text.split('\n').flatMap((line) => {
    const last = line.lastIndexOf(begin)
    const whole = last === -1 ? undefined : parsed(line.slice(last))
    return whole === undefined ? [] : [whole as T]
  })
}

export function readJournal<T>(path: string, begin: string): T[] {
  return existsSync(path) ? journalLines(readFileSync(path, 'utf8'), begin) : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
