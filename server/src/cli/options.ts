import { options } from '../config.ts'
import type { Command } from './command.ts'

export const listOptions: Command = {
  help: 'Lists every option and its default.',
  options: {},
  async run({ window }) {
    for (const option of Object.values(options))
      window.write(`${option.env.padEnd(16)} ${(option.default || '–').padEnd(8)} ${option.help}`)
    return true
  },
}
