import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './root.mjs'

const skipped = new Set(['node_modules', 'dist', '.git'])

/** One hash over the contents of files and folders (paths from the root; missing ones count as missing), tests left out. */
export function contentHash(paths, salt = '') {
  const hash = createHash('sha256').update(salt)
  for (const path of paths) {
    for (const file of filesIn(join(root, path))) hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesIn(path) {
  if (!existsSync(path)) return []
  const entries = (() => {
    try {
      return readdirSync(path, { withFileTypes: true })
    } catch {
      return undefined
    }
  })()
  if (!entries) return [path]
  const names = entries.map((entry) => entry.name).filter((name) => !skipped.has(name) && !/\.test\.tsx?$/.test(name))
  // In place: toSorted came with Node 20 only.
  names.sort()
  return names.flatMap((name) => filesIn(join(path, name)))
}

/** Runs `work` unless the stamp in `file` says that this very content was worked on already. */
export function onceFor(file, content, work) {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return
  work()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
