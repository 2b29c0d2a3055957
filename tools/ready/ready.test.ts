import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { root } from './root.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bobber-ready-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What is chosen when this is the Node that came along, and the machine's own is of that version. */
function chosen(brought: string, version: string): { said: string; node: string } {
  const own = { execPath: '/usr/bin/node', version: `v${version}`, versions: { node: version } }
  const script = `import { chooseNode } from ${JSON.stringify(`${root}/tools/ready/node.mjs`)}
    try { process.stdout.write(chooseNode(${JSON.stringify(brought)}, ${JSON.stringify(own)})) } catch (fault) { process.stderr.write(fault.message) }`
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  return { said: done.stderr.trim(), node: done.stdout }
}

function program(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  chmodSync(file, 0o755)
  return file
}

test('G27 the Node that came along is used where it runs; where it does not, the machine’s own, or one sentence says what to install', () => {
  const runs = program('runs', '#!/bin/sh\necho v24.0.0\n')
  // Built for another C library: its loader is nowhere.
  const musl = program('musl', '#!/lib/ld-of-another-system\n')
  const glibc = program('glibc', '#!/bin/sh\necho "version \'GLIBC_2.38\' not found" >&2\nexit 1\n')

  expect(chosen(runs, '20.0.0')).toEqual({ node: runs, said: '' })
  for (const broken of [musl, glibc]) {
    expect(chosen(broken, '24.1.0')).toEqual({ node: '/usr/bin/node', said: expect.stringContaining('doesn’t run on this machine') })
    expect(chosen(broken, '22.1.0')).toEqual({
      node: '',
      said: expect.stringMatching(/doesn’t run on this machine.*v22\.1\.0.*nodejs\.org/),
    })
  }
  expect(chosen(join(folder, 'none'), '24.1.0')).toEqual({ node: '/usr/bin/node', said: '' })
  expect(chosen(join(folder, 'none'), '18.1.0')).toEqual({ node: '', said: expect.stringContaining('None came along') })
})

test('G28 on a Node that can’t be replaced a signal for the first process reaches the task', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const without = 'data:text/javascript,delete process.execve'
    const args = ['--import', without, join(root, 'tools/ready.mjs'), 'simulate', '--seeds', '1000000', '--from', '1']
    const ready = spawn(process.execPath, args, { stdio: 'ignore', detached: true })
    const gone = once(ready, 'exit')
    const task = await vi.waitFor(() => {
      const [child] = readFileSync(`/proc/${ready.pid}/task/${ready.pid}/children`, 'utf8').trim().split(' ')
      expect(readFileSync(`/proc/${child}/cmdline`, 'utf8')).toContain('simulation')
      return Number(child)
    })
    ready.kill(signal)
    expect((await gone)[0]).toBeGreaterThan(128)
    expect(() => process.kill(task, 0)).toThrow('ESRCH')
  }
})
