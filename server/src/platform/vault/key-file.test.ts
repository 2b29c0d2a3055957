import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKeyFile, mustReadKeyFile, readKeyFile, replaceKeyFile } from './key-file.ts'
import { newMasterKey } from './master-key.ts'

describe('the key file', () => {
  let folder: string
  let keyFile: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bobber-keys-'))
    keyFile = join(folder, 'keys', 'master.key')
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('V1 is made for its owner alone, whole, and nothing is left beside it', async () => {
    expect(await readKeyFile(keyFile)).toBeUndefined()
    const made = await createKeyFile(keyFile)
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'keys'))).toEqual(['master.key'])
    expect((await mustReadKeyFile(keyFile)).current.secret.equals(made.current.secret)).toBe(true)
  })

  test('V1 made by many at once is one key for all of them', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => createKeyFile(keyFile)))
    const inFile = (await mustReadKeyFile(keyFile)).current.secret
    for (const keys of made) expect(keys.current.secret.equals(inFile)).toBe(true)
  })

  test('V3 is refused when others may read it', async () => {
    await createKeyFile(keyFile)
    await chmod(keyFile, 0o640)
    await expect(readKeyFile(keyFile)).rejects.toMatchObject({
      code: 'masterKeyOpenToOthers',
      remedy: expect.stringContaining('chmod 600'),
    })
  })

  test('V2 is refused when damaged or missing, with a remedy', async () => {
    await expect(mustReadKeyFile(keyFile)).rejects.toMatchObject({ code: 'masterKeyMissing' })
    await createKeyFile(keyFile)
    for (const content of ['', 'current', 'current AAAA-BBBB', 'next 0000']) {
      await writeFile(keyFile, content)
      await expect(readKeyFile(keyFile)).rejects.toMatchObject({ code: 'masterKeyBroken' })
    }
  })

  test('V15 holds two keys while a re-wrap is under way', async () => {
    const keys = { current: newMasterKey(), next: newMasterKey() }
    await createKeyFile(keyFile)
    await replaceKeyFile(keyFile, keys)
    const read = await mustReadKeyFile(keyFile)
    expect(read.current.secret.equals(keys.current.secret)).toBe(true)
    expect(read.next?.secret.equals(keys.next.secret)).toBe(true)
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
  })
})
