import type { Pool } from 'pg'
import { readDataKeys, SERVER } from './data-keys.ts'
import { createKeyFile } from './key-file.ts'
import { masterKey } from './master-key.ts'
import { readRecovery } from './recovery.ts'
import { unwrap } from './wrap.ts'

export type Restored = 'restored' | 'formWrong' | 'otherKey' | 'fileExists'

/** Writes the key file again from a recovery form, after checking that the form opens this database. Never overwrites a file. */
export async function restoreMasterKey(form: string, { keyFile, db }: { keyFile: string; db: Pool }): Promise<Restored> {
  const secret = readRecovery(form)
  if (!secret) return 'formWrong'
  const current = masterKey(secret)
  const rows = await readDataKeys(db, [SERVER])
  try {
    for (const row of rows) unwrap({ current }, row.shop_id, row.key_id, row.wrapped)
  } catch {
    return 'otherKey'
  }
  const { current: inFile } = await createKeyFile(keyFile, current)
  return inFile.secret.equals(secret) ? 'restored' : 'fileExists'
}
