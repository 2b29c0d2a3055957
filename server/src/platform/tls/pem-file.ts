import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A key and its certificates in one file, so that a crash never leaves a key beside another one's certificate. */
export interface KeyAndChain {
  /** PKCS#8, PEM. */
  readonly key: string
  /** PEM, the leaf first. */
  readonly chain: string
}

const KEY = /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----\n?/

export async function readPem(path: string): Promise<KeyAndChain | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return ''
    throw cause
  })
  const key = KEY.exec(text)?.[0]
  return key === undefined ? undefined : { key, chain: text.replace(key, '') }
}

/** Replaces the file in one step; readable by its owner alone. */
export async function replacePem(path: string, pem: KeyAndChain): Promise<void> {
  await rename(await writeBeside(path, pem), path)
}

/** Writes the file unless there is one; answers what stands there afterwards. */
export async function createPem(path: string, pem: KeyAndChain): Promise<KeyAndChain> {
  const made = await writeBeside(path, pem)
  try {
    await link(made, path)
    return pem
  } catch (cause) {
    const other = await readPem(path)
    if (!other) throw cause
    return other
  } finally {
    await rm(made, { force: true })
  }
}

async function writeBeside(path: string, { key, chain }: KeyAndChain): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${randomUUID()}`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(key + chain)
    await file.sync()
  } finally {
    await file.close()
  }
  return beside
}
