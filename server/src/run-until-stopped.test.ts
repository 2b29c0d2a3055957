import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** A process that holds two things, and then does what it is told. */
async function processThat(does: string): Promise<{ code: number; out: string; told: string }> {
  const script = `
    import { createReleases } from '${new URL('release.ts', import.meta.url).href}'
    import { runUntilStopped } from '${new URL('run-until-stopped.ts', import.meta.url).href}'
    const releases = createReleases()
    for (const name of ['first', 'second']) releases.push(name, () => process.stdout.write(name + ' '))
    const broken = () => new Error('broken', { cause: new Error('by a reset') })
    await runUntilStopped(async () => { setInterval(() => undefined, 1000); setTimeout(() => { ${does} }, 10) }, releases)`
  return run(process.execPath, ['--input-type=module-typescript', '-e', script]).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, told: stderr }),
    (fault: { code: number; stdout: string; stderr: string }) => ({ code: fault.code, out: fault.stdout, told: fault.stderr }),
  )
}

test.for([
  ['an exception', 'throw broken()'],
  ['a rejection', 'void Promise.reject(broken())'],
  [
    'an exception while it stops',
    "process.kill(process.pid, 'SIGTERM'); setTimeout(() => { throw broken() }, 0); releases.push('last', () => new Promise((done) => setTimeout(done, 100)))",
  ],
])('G29 %s that nobody caught is told with its cause, everything is released in order, and the exit code is 1', async ([, does = '']) => {
  const { code, out, told } = await processThat(does)
  expect([code, out]).toEqual([1, 'second first '])
  expect(told).toMatch(/Error: broken\n[^]*caused by: Error: by a reset\n/)
})

test('G29 a signal ends it with exit code 0', async () => {
  expect(await processThat("process.kill(process.pid, 'SIGTERM')")).toEqual({ code: 0, out: 'second first ', told: '' })
})
