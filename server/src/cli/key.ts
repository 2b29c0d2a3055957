import type { Pool } from 'pg'
import { openStore } from '../open-store.ts'
import { migrate } from '../platform/migrate.ts'
import { restoreMasterKey, type Restored } from '../platform/vault/restore.ts'
import { rewrapMasterKey } from '../platform/vault/rewrap.ts'
import { rotateDataKeys } from '../platform/vault/rotate.ts'
import type { Command, Invocation } from './command.ts'

export const keyRewrap: Command = {
  help: 'A new master key; the data keys are wrapped anew. Continues one that was cut off.',
  options: {},
  async run(invocation) {
    const { config, window } = invocation
    const keys = await rewrapMasterKey({ db: await database(invocation), keyFile: config.masterKeyFile })
    window.write(
      `${keys} 个数据密钥已重新包裹；请重新抄录主钥匙 / data keys wrapped anew; write the new master key down: ${config.masterKeyFile}`,
    )
    return true
  },
}

export const keyRotate: Command = {
  help: 'A new data key for every shop; what was sealed before stays readable.',
  options: {},
  async run(invocation) {
    const shops = await rotateDataKeys({ db: await database(invocation), keyFile: invocation.config.masterKeyFile })
    invocation.window.write(`${shops.length} 个密钥已更换 / keys rotated`)
    return true
  },
}

const answers: Record<Restored, string> = {
  restored: '主钥匙已恢复 / the master key is restored',
  formWrong: '抄录有误，请核对 / something in it is wrong, check it',
  otherKey: '这不是本数据库的主钥匙 / this is not the master key of this database',
  fileExists: '已有另一个密钥文件，未作改动 / there is another key file; nothing was changed',
}

export const keyRestore: Command = {
  help: 'WORDS: writes the master key file again from what was written down.',
  options: {},
  async run(invocation) {
    const { config, window, positionals } = invocation
    const outcome = await restoreMasterKey(positionals.join(' '), { keyFile: config.masterKeyFile, db: await database(invocation) })
    window.write(answers[outcome])
    return outcome === 'restored'
  },
}

async function database({ config, releases }: Invocation): Promise<Pool> {
  const { pool } = await openStore(config, releases, { beside: true })
  await migrate(pool)
  return pool
}
