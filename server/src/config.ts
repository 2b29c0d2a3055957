import { resolve } from 'node:path'

export interface Config {
  port: number
  /** null: 443 with a domain, else the next free one from 8443 on */
  tlsPort: number | null
  dataDir: string
  databaseUrl: string | null
  masterKeyFile: string
  /** epoch ms a practice shop's clock begins at; null: a real shop */
  clock: number | null
  domain: string | null
  acmeDirectory: string | null
  acmeContact: string | null
  /** answers the authority's challenges; the internet reaches it as port 80 */
  acmePort: number
  /** proxies whose word about the visitor is believed, as they were named (platform/proxies.ts) */
  trustProxy: readonly string[]
  /** serve the pages over http to other machines too (a proxy in front does https) */
  plainHttp: boolean
  logLevel: string
  logFile: string
}

interface Option {
  env: string
  default: string
  help: string
}

/** Every option there is; `npm run bobber -- options` prints this table. */
export const options = {
  port: { env: 'PORT', default: '8080', help: 'Port of the pages; a taken one: the next free one.' },
  tlsPort: { env: 'TLS_PORT', default: '', help: 'Port of https for phones; empty: 443 with DOMAIN, else the next free one from 8443 on.' },
  dataDir: { env: 'DATA_DIR', default: './data', help: 'Folder of everything the server keeps.' },
  databaseUrl: { env: 'DATABASE_URL', default: '', help: "One's own PostgreSQL, 15 or newer; empty: the embedded one." },
  masterKeyFile: { env: 'MASTER_KEY_FILE', default: '', help: 'The master key; empty: DATA_DIR/keys/master.key.' },
  clock: { env: 'CLOCK', default: '', help: 'A practice shop with a movable clock, e.g. 2026-11-27T09:00+08:00.' },
  domain: { env: 'DOMAIN', default: '', help: 'Name of this server on the internet; its certificate comes by ACME.' },
  acmeDirectory: { env: 'ACME_DIRECTORY', default: '', help: "Another certificate authority's ACME directory." },
  acmeContact: { env: 'ACME_CONTACT', default: '', help: 'Mail address the certificate authority may write to.' },
  acmePort: {
    env: 'ACME_PORT',
    default: '80',
    help: "Port of the certificate authority's challenges; the internet reaches it as port 80.",
  },
  trustProxy: {
    env: 'TRUST_PROXY',
    default: '',
    help: 'Proxies in front that are believed: addresses, spans (10.0.0.0/8), loopback; commas between.',
  },
  plainHttp: { env: 'PLAIN_HTTP', default: '', help: '1: pages over http to other machines too, behind a proxy that does https.' },
  logLevel: { env: 'LOG_LEVEL', default: 'info', help: 'trace, debug, info, warn, error or silent.' },
  logFile: { env: 'LOG_FILE', default: '', help: 'File of the log, - for stdout; empty: DATA_DIR/log/bobber.log.' },
} satisfies Record<keyof Config, Option>

/** Reads the options from the environment. Throws OptionWrong naming the first option that makes no sense. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const text = (name: keyof Config): string => env[options[name].env]?.trim() || options[name].default
  const orNull = (name: keyof Config): string | null => text(name) || null
  const dataDir = resolve(text('dataDir'))
  return {
    port: portOf('port', text('port')),
    tlsPort: text('tlsPort') ? portOf('tlsPort', text('tlsPort')) : null,
    dataDir,
    databaseUrl: orNull('databaseUrl'),
    masterKeyFile: resolve(text('masterKeyFile') || `${dataDir}/keys/master.key`),
    clock: text('clock') ? instantOf(text('clock')) : null,
    domain: orNull('domain'),
    acmeDirectory: orNull('acmeDirectory'),
    acmeContact: orNull('acmeContact'),
    acmePort: portOf('acmePort', text('acmePort')),
    trustProxy: text('trustProxy')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    plainHttp: text('plainHttp') === '1',
    logLevel: levelOf(text('logLevel')),
    logFile: text('logFile') || `${dataDir}/log/bobber.log`,
  }
}

function portOf(name: keyof Config, text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrong(name, text, 'Give a number from 0 to 65535.')
  return port
}

function instantOf(text: string): number {
  const instant = Date.parse(text)
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text)
  if (Number.isNaN(instant) || !zoned) throw wrong('clock', text, 'Give a time with its zone, e.g. 2026-11-27T09:00+08:00.')
  return instant
}

function levelOf(text: string): string {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
  if (!levels.includes(text)) throw wrong('logLevel', text, `Give one of ${levels.join(', ')}.`)
  return text
}

/** An option that makes no sense: told as message and remedy, like everything that keeps the server from starting. */
export class OptionWrong extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.name = 'OptionWrong'
    this.remedy = remedy
  }
}

function wrong(name: keyof Config, text: string, remedy: string): OptionWrong {
  return new OptionWrong(`${options[name].env}=${text} makes no sense.`, remedy)
}
