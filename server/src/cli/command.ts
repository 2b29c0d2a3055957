import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../config.ts'
import type { ServerWindow } from '../platform/window.ts'
import type { Releases } from '../release.ts'

export interface Invocation {
  config: Config
  window: ServerWindow
  releases: Releases
  values: Record<string, string | boolean | (string | boolean)[] | undefined>
  positionals: string[]
}

export interface Command {
  help: string
  options: NonNullable<ParseArgsConfig['options']>
  /** False: it was refused, and the window says why. */
  run(invocation: Invocation): Promise<boolean>
}

/** An option that is one text; undefined when it wasn't given. */
export function textOf(values: Invocation['values'], name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
