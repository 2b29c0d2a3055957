import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Puts the sizes below `root` under a random name, whole or not at all. Answers the name. */
export async function shelve(root: string, edges: ReadonlyMap<number, Buffer>): Promise<string> {
  const folder = newName()
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

/** Writes bytes below `root` where nobody looks for them, to be placed in a moment or discarded. Answers the path. */
export async function lay(root: string, bytes: Uint8Array): Promise<string> {
  const path = join(root, `.new-${newName()}`)
  try {
    await writeDurably(path, bytes)
  } catch (fault) {
    await discardLaid(path)
    throw fault
  }
  return path
}

/** Brings what was laid into a folder that is there already. */
export function placeShelved(laid: string, root: string, folder: string, name: string): Promise<void> {
  return rename(laid, join(root, folder, name))
}

export function discardLaid(laid: string): Promise<void> {
  return rm(laid, { force: true })
}

export function shelvedPath(root: string, folder: string, name: string): string {
  return join(root, folder, name)
}

export function removeShelved(root: string, folder: string): Promise<void> {
  return rm(join(root, folder), { recursive: true, force: true })
}

function newName(): string {
  return randomBytes(16).toString('hex')
}

/** A row that survives a power cut must not name an empty file. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
