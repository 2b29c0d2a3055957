import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { erasuresFile } from './erasures.ts'

test('L6 the list of erasures opens after a crash with every erasure that was named, and none that was not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bobber-erasures-'))
  const path = join(folder, 'deep', 'erasures')
  const one = { shopId: 's', conversationId: 'c', seq: 3, entryId: 'e', byId: 'p' }
  const other = { ...one, seq: 4, entryId: 'f' }
  expect(await erasuresFile(path).all()).toEqual([])
  await erasuresFile(path).name(one)
  await appendFile(path, '\ns c 9 g')
  await erasuresFile(path).name(other)
  expect(await erasuresFile(path).all()).toEqual([one, other])
  await rm(folder, { recursive: true })
})
