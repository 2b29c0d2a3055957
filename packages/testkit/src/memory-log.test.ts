import { countingIds } from './ids.ts'
import { logStoreContract } from './log-contract.ts'
import { MemoryLog } from './memory-log.ts'

logStoreContract('the log in memory', () => {
  const newId = countingIds(1)
  const setting = new MemoryLog(newId(), newId)
  return Promise.resolve({ setting, newId })
})
