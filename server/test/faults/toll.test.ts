import { expect, test } from 'vitest'
import { nothingYet, shortOf, type Toll } from './toll.ts'

const enough: Toll = {
  serverKills: 25,
  databaseKills: 10,
  inCommit: { server: { lane: 1, transaction: 0 }, database: { lane: 0, transaction: 1 } },
  inStartUp: { server: 1, database: 1 },
  serverFrozen: 0,
  devicesKilled: 0,
}

test('B5 a run that did enough is short of nothing, and one that did nothing is short of everything', () => {
  expect(shortOf(enough, { clients: 20, acks: 1 })).toEqual([])
  expect(shortOf(nothingYet(), { clients: 0, acks: 0 })).toHaveLength(8)
})

test.each<[string, Toll, { clients: number; acks: number }]>([
  ['kills of the server', { ...enough, serverKills: 24 }, { clients: 20, acks: 1 }],
  ['kills of the database', { ...enough, databaseKills: 9 }, { clients: 20, acks: 1 }],
  ['clients', enough, { clients: 19, acks: 1 }],
  ['acks', enough, { clients: 20, acks: 0 }],
  ['inside a commit', { ...enough, inCommit: { ...enough.inCommit, server: { lane: 0, transaction: 0 } } }, { clients: 20, acks: 1 }],
  ['inside its start', { ...enough, inStartUp: { server: 1, database: 0 } }, { clients: 20, acks: 1 }],
])('B5 too little is said: %s', (what, toll, run) => {
  expect(shortOf(toll, run)).toEqual([expect.stringContaining(what)])
})
