import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { embeddedBinaries } from '../../src/platform/postgres/binaries.ts'
import { ensureCluster, keeper } from '../../src/platform/postgres/cluster.ts'
import type { Connection } from '../../src/platform/postgres/index.ts'
import { layOut } from '../../src/platform/postgres/layout.ts'
import { endPostgres, isReady } from '../../src/platform/postgres/leftover.ts'
import { chooseRunAs, reachableBinaries } from '../../src/platform/postgres/run-as.ts'
import { postgresArguments } from '../../src/platform/postgres/settings.ts'

export interface UnsafeDatabase {
  connection: Connection
  stop(): Promise<void>
}

/** A PostgreSQL of its own that doesn't flush what it commits: fsync can't be switched off in one that was started with it on. */
export async function withoutFsync(folder: string): Promise<UnsafeDatabase> {
  const runAs = chooseRunAs()
  const binaries = reachableBinaries(runAs, embeddedBinaries())
  const layout = layOut(folder, runAs)
  ensureCluster(layout, binaries, runAs)
  const settings = postgresArguments(layout, binaries.major).map((setting) => (setting === 'fsync=on' ? 'fsync=off' : setting))
  const { file, args, options } = runAs.command(join(binaries.bin, 'postgres'), settings)
  const child = spawn(file, args, { ...options, cwd: '/', stdio: 'ignore' })
  while (!isReady(layout)) await pause(10)
  return {
    connection: { host: layout.socketDir, port: 5432, user: keeper, password: layout.password, database: 'postgres' },
    stop: () => endPostgres(layout, child.pid ?? 0),
  }
}

/** What an old PostgreSQL would say of itself, and no more of one: it lets everybody in and answers every question with its settings. */
export async function ofVersion(version: number): Promise<UnsafeDatabase> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]))
      socket.on('data', (asked) => {
        if (asked[0] === 'Q'.charCodeAt(0)) socket.write(Buffer.concat([answer(version), ready]))
      })
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    connection: { host: '127.0.0.1', port, user: 'old', password: '', database: 'old' },
    async stop() {
      await once(server.close(), 'close')
    },
  }
}

/** The row of platform/database.ts's question, in the protocol's own words (RowDescription, DataRow, CommandComplete). */
function answer(version: number): Buffer {
  const columns: [name: string, type: number, value: string][] = [
    ['version', 23, String(version)],
    ['fsync', 25, 'on'],
    ['synchronousCommit', 25, 'on'],
  ]
  const described = columns.map(([name, type]) =>
    Buffer.concat([text(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]),
  )
  const values = columns.map(([, , value]) => Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]))
  return Buffer.concat([
    message('T', int16(columns.length), ...described),
    message('D', int16(columns.length), ...values),
    message('C', text('SELECT 1')),
  ])
}

const ready = message('Z', Buffer.from('I'))

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function text(words: string): Buffer {
  return Buffer.from(`${words}\0`)
}
