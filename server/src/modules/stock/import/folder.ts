import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { refuse, type Refusal } from '@bobber/protocol'
import { isPicture, isZip, limits, openZip, type Parcel } from './archive.ts'

/** A table on disk and its pictures in a folder or a zip; no folder: without pictures. */
export async function openFolder(csvPath: string, picturesPath: string | null): Promise<Parcel | Refusal> {
  const table = await readFile(csvPath)
  if (isZip(table)) return openZip(table)
  const tableName = basename(csvPath)
  if (picturesPath === null) return { tableName, table, pictures: [] }
  if ((await stat(picturesPath)).isFile()) return openZip(await readFile(picturesPath), { tableName, table })
  const names = await readdir(picturesPath, { recursive: true })
  if (names.length > limits.entries) return refuse('tooLarge', { limit: limits.entries })
  const pictures = names
    .filter((path) => isPicture({ path }))
    .map((path) => ({ path: path.replaceAll('\\', '/'), read: () => readFile(join(picturesPath, path)) }))
  return { tableName, table, pictures }
}
