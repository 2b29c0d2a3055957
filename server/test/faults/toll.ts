/** What a run really did; an attempt that came too late is none of it. */
export interface Toll {
  /** processes of the server that died by SIGKILL */
  serverKills: number
  /** database clusters whose postmaster died by SIGKILL */
  databaseKills: number
  /** of those: while a commit was under way, by what was asked to commit */
  inCommit: Record<'server' | 'database', { lane: number; transaction: number }>
  /** of those: before it listened, or before it took connections */
  inStartUp: Record<'server' | 'database', number>
  serverFrozen: number
  devicesKilled: number
}

export function nothingYet(): Toll {
  return {
    serverKills: 0,
    databaseKills: 0,
    inCommit: { server: { lane: 0, transaction: 0 }, database: { lane: 0, transaction: 0 } },
    inStartUp: { server: 0, database: 0 },
    serverFrozen: 0,
    devicesKilled: 0,
  }
}

/** What a whole run must have done, or it proves too little (spec/speed.md B5). */
const least = { serverKills: 25, databaseKills: 10, clients: 20, inCommit: 1, inStartUp: 1, acks: 1 } as const

/** What a run fell short of; empty: it did enough. */
export function shortOf(toll: Toll, run: { clients: number; acks: number }): string[] {
  const { inCommit, inStartUp } = toll
  const commits = [inCommit.server, inCommit.database].map(({ lane, transaction }) => lane + transaction)
  const did: [what: string, did: number, atLeast: number][] = [
    ['kills of the server', toll.serverKills, least.serverKills],
    ['kills of the database', toll.databaseKills, least.databaseKills],
    ['clients', run.clients, least.clients],
    ['acks', run.acks, least.acks],
    ['kills of the server inside a commit', commits[0] ?? 0, least.inCommit],
    ['kills of the database inside a commit', commits[1] ?? 0, least.inCommit],
    ['kills of the server inside its start', inStartUp.server, least.inStartUp],
    ['kills of the database inside its start', inStartUp.database, least.inStartUp],
  ]
  return did.flatMap(([what, count, atLeast]) => (count < atLeast ? [`${count} ${what}, ${atLeast} are the least`] : []))
}
