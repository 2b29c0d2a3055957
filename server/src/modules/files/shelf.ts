import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Puts the sizes below `root` under a random name, whole or not at all. Answers the name. */
export async function shelve(root: string, edges: ReadonlyMap<number, Buffer>): Promise<string> {
  const folder = randomBytes(16).toString('hex')
  const making = join(root, `.new-${folder}`)
  await mkdir(making, { recursive: true, mode: 0o700 })
  try {
    for (const [edge, bytes] of edges) await writeDurably(join(making, `${edge}.webp`), bytes)
    await rename(making, join(root, folder))
  } catch (fault) {
    await rm(making, { recursive: true, force: true })
    throw fault
  }
  return folder
}

export function readShelved(root: string, folder: string, edge: number): Promise<Buffer> {
  return readFile(join(root, folder, `${edge}.webp`))
}

export function removeShelved(root: string, folder: string): Promise<void> {
  return rm(join(root, folder), { recursive: true, force: true })
}

/** A row that survives a power cut must not name an empty file. */
async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
