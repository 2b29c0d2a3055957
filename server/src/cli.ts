import { parseArgs } from 'node:util'
import type { Command, Invocation } from './cli/command.ts'
import { commands } from './cli/commands.ts'
import { OptionWrong } from './config.ts'
import { placed } from './place.ts'
import { terminal } from './platform/window.ts'
import { createReleases } from './release.ts'
import { runUntilStopped } from './run-until-stopped.ts'

/** `npm run bobber -- …`: what an owner does at the machine. Runs beside a running server. */
const [name = '', ...rest] = process.argv.slice(2)
const second = rest[0] !== undefined && !rest[0].startsWith('-') ? `${name} ${rest[0]}` : name
const command = commands[second] ?? commands[name]

if (command) {
  const args = commands[second] ? rest.slice(second === name ? 0 : 1) : rest
  const releases = createReleases()
  await runUntilStopped(async () => {
    const { values, positionals } = read(command, args)
    const done = await command.run({ config: placed(process.env, terminal), window: terminal, releases, values, positionals })
    await releases.releaseAll()
    process.exitCode = done ? 0 : 1
  }, releases)
} else {
  for (const [words, { help }] of Object.entries(commands)) terminal.write(`bobber ${words.padEnd(12)} ${help}`)
  process.exitCode = name === '' || name === 'help' ? 0 : 1
}

/** What was typed. Throws OptionWrong for an option that the command doesn't have. */
function read(of: Command, args: string[]): Pick<Invocation, 'values' | 'positionals'> {
  try {
    return parseArgs({ args, options: of.options, allowPositionals: true })
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault
    throw new OptionWrong(fault.message, of.help)
  }
}
