import { afterAll, beforeAll, describe } from 'vitest'
import { appendContract } from './append-contract.ts'
import { audienceContract } from './audience-contract.ts'
import { readingContract } from './reading-contract.ts'
import { makeScene } from './contract-scene.ts'
import type { LogSetting } from './log-setting.ts'

/**
 * What every `LogStore` must do (spec/log.md, spec/sync.md). Run by the memory the simulation uses and by PostgreSQL; a batch always holds
 * a stranger's message at index 1 and in the middle, because a check that can't refuse was once a bug of its own.
 */
export function logStoreContract(name: string, makeSetting: () => Promise<{ setting: LogSetting; newId: () => string }>): void {
  describe(`a log store: ${name}`, () => {
    let made: Awaited<ReturnType<typeof makeSetting>>
    beforeAll(async () => {
      made = await makeSetting()
    })
    afterAll(() => made.setting.close())

    for (const contract of [appendContract, audienceContract, readingContract]) contract(() => makeScene(made))
  })
}
