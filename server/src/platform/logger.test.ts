import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from './logger.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bobber-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('G26 the log goes on in a new file once it has grown, while the server runs, and keeps the last one', async () => {
  const file = join(folder, 'log', 'bobber.log')
  const logger = createLogger(file, 'info')
  const note = 'x'.repeat(1024 * 1024)
  for (let nth = 0; nth < 45; nth++) {
    logger.info({ nth, note }, 'grows')
    await setImmediate() // as a server does: the lines go to the disk between its turns
  }
  await expect.poll(() => readdirSync(join(folder, 'log')).toSorted()).toEqual(['bobber.log', 'bobber.log.1'])
  logger.info('the last word')
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('the last word')
  for (const each of [file, `${file}.1`]) expect(statSync(each).size).toBeLessThan(24 * 1024 * 1024)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
