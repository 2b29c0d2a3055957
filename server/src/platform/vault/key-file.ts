import { constants } from 'node:fs'
import { chmod, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { MasterKeyFault } from './fault.ts'
import { masterKey, newMasterKey, type MasterKey, type MasterKeys } from './master-key.ts'
import { readRecovery, recoveryForm } from './recovery.ts'

const HEADING = [
  '# Bobber 浮漂: the master key. 主钥匙：没有它，数据库里加密的内容谁也读不出。',
  '# Keep a copy apart from the database. 请另存一份，不要和数据库放在一起。',
]

/** The keys of the file, or undefined when there is no file. Throws when others may read it or it is damaged. */
export async function readKeyFile(keyFile: string): Promise<MasterKeys | undefined> {
  const file = await open(keyFile, constants.O_RDONLY).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw cause
  })
  if (!file) return undefined
  try {
    const { mode } = await file.stat()
    if ((mode & 0o077) !== 0) {
      throw new MasterKeyFault('masterKeyOpenToOthers', `Others may read the master key in ${keyFile}`, `Run: chmod 600 ${keyFile}`)
    }
    return parse(await file.readFile('utf8'), keyFile)
  } finally {
    await file.close()
  }
}

/** The keys of a file that has to be there. */
export async function mustReadKeyFile(keyFile: string): Promise<MasterKeys> {
  const keys = await readKeyFile(keyFile)
  if (keys) return keys
  throw new MasterKeyFault(
    'masterKeyMissing',
    `There is no master key at ${keyFile}`,
    'Put the kept copy there, or type the recovery form: npm run bobber -- key restore',
  )
}

/** Makes the file with a new key, or answers what another process made at the same moment (V1). */
export async function createKeyFile(keyFile: string, key: MasterKey = newMasterKey()): Promise<MasterKeys> {
  const made = await writeBeside(keyFile, { current: key })
  try {
    await link(made, keyFile) // fails when the file exists, and is never half a file
    await syncFolder(keyFile)
    return { current: key }
  } catch (cause) {
    const other = isTaken(cause) && (await readKeyFile(keyFile))
    if (!other) throw cause
    return other
  } finally {
    await rm(made, { force: true })
  }
}

/** Puts other keys in the file's place in one step. */
export async function replaceKeyFile(keyFile: string, keys: MasterKeys): Promise<void> {
  await rename(await writeBeside(keyFile, keys), keyFile)
  await syncFolder(keyFile)
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
}

async function writeBeside(keyFile: string, keys: MasterKeys): Promise<string> {
  await privateFolder(dirname(keyFile))
  const path = `${keyFile}.${randomUUID()}`
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(format(keys))
    await file.sync()
  } finally {
    await file.close()
  }
  return path
}

/** A folder we make is ours alone; one that was there stays as its owner wants it. */
async function privateFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => undefined)
  if (there) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
}

async function syncFolder(keyFile: string): Promise<void> {
  const folder = await open(dirname(keyFile), constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function format({ current, next }: MasterKeys): string {
  const lines = [...HEADING, `current ${recoveryForm(current.secret).groups.join('-')}`]
  if (next) lines.push(`next ${recoveryForm(next.secret).groups.join('-')}`)
  return `${lines.join('\n')}\n`
}

function parse(text: string, keyFile: string): MasterKeys {
  const find = (name: string): MasterKey | undefined => {
    const line = text.split('\n').find((each) => each.startsWith(`${name} `))
    if (line === undefined) return undefined
    const secret = readRecovery(line.slice(name.length + 1))
    if (secret) return masterKey(secret)
    throw damaged(keyFile)
  }
  const current = find('current')
  const next = find('next')
  if (!current) throw damaged(keyFile)
  return next ? { current, next } : { current }
}

function damaged(keyFile: string): MasterKeyFault {
  const remedy = 'Put the kept copy in its place, or type the recovery form: npm run bobber -- key restore'
  return new MasterKeyFault('masterKeyBroken', `The master key in ${keyFile} is damaged`, remedy)
}
