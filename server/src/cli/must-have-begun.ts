import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import { CannotStart } from '../platform/cannot-start.ts'

/** What looks after a shop makes none: in a folder where no server has ever started, it says so. Throws CannotStart. */
export function mustHaveBegun({ dataDir, masterKeyFile }: Config): void {
  if (existsSync(masterKeyFile)) return
  throw new CannotStart(
    'nothingHere',
    `${dataDir} holds no shop yet.`,
    'Name the folder of the running shop, DATA_DIR=… npm run bobber -- …, or run npm start first.',
  )
}
