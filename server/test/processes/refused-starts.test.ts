import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { bareEnvironment } from '@bobber/testkit/bare-environment'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serverMain } from '../faults/node-process.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bobber-refused-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What a start says that comes to nothing. */
async function started(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const server = spawn(process.execPath, [serverMain], {
    cwd: folder,
    env: { ...bareEnvironment(), PORT: '0', TLS_PORT: '0', ...env },
  })
  const [said, , [code]] = await Promise.all([text(server.stderr), text(server.stdout), once(server, 'exit') as Promise<[number | null]>])
  return { code, said }
}

test('G25 a folder or a log that can’t be used keeps the server from starting, and it says what to do, without a stack', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, 'somebody’s')
  const good = join(folder, 'data')
  const starts = [
    { DATA_DIR: file },
    { DATA_DIR: join(file, 'below') },
    { DATA_DIR: '/proc/nowhere' },
    { DATA_DIR: good, LOG_FILE: folder },
    { DATA_DIR: good, LOG_FILE: join(file, 'log') },
    { DATA_DIR: good, PORT: 'eighty' },
    { DATA_DIR: good, DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' },
  ]
  for (const env of starts) {
    const { code, said } = await started(env)
    expect([code, said.trim().split('\n').length]).toEqual([1, 3])
    expect(said).toMatch(/^.*\p{Script=Han}.*\n/u)
    expect(said).not.toMatch(/\n {4}at /)
  }
}, 90_000)

test('G24 a folder with something else in it is refused and stays as it is', async () => {
  const foreign = join(folder, 'shared')
  mkdirSync(foreign, { mode: 0o755 })
  writeFileSync(join(foreign, 'notes.txt'), 'somebody’s')
  const { code, said } = await started({ DATA_DIR: foreign })
  expect([code, said]).toEqual([1, expect.stringMatching(/holds something else \(notes\.txt\)\.\n.*a folder of its own/)])
  expect([statSync(foreign).mode & 0o777, readdirSync(foreign)]).toEqual([0o755, ['notes.txt']])
}, 30_000)
