import type { Command } from './command.ts'
import { doctor } from './doctor.ts'
import { importCsv } from './import.ts'
import { keyRestore, keyRewrap, keyRotate } from './key.ts'
import { listOptions } from './options.ts'
import { ownerLink } from './owner-link.ts'
import { shopAdd } from './shop-add.ts'

export const commands: Record<string, Command> = {
  import: importCsv,
  'shop add': shopAdd,
  'owner-link': ownerLink,
  'key rewrap': keyRewrap,
  'key rotate': keyRotate,
  'key restore': keyRestore,
  doctor,
  options: listOptions,
}
