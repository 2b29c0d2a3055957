import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))
let home: string
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'bobber-folder-')))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const modeOf = (path: string): number => statSync(path).mode & 0o777

test('G24 a new or empty folder becomes ours: private, and its content in no repository', () => {
  const [made, empty] = [join(home, 'made', 'deep'), join(home, 'empty')]
  mkdirSync(empty, { mode: 0o755 })
  for (const folder of [made, empty]) {
    expect(openDataFolder(folder)).toBe(folder)
    expect([modeOf(folder), readdirSync(folder)]).toEqual([0o700, ['.gitignore']])
  }
})

test('G24 ours stays ours, whatever lies in it; so does one that was put together from a backup, or on a disk of its own', () => {
  const folder = openDataFolder(join(home, 'data'))
  writeFileSync(join(folder, 'notes.txt'), 'my own')
  expect(openDataFolder(folder)).toBe(folder)
  const restored = join(home, 'restored')
  for (const name of ['keys', 'files', 'lost+found']) mkdirSync(join(restored, name), { recursive: true })
  writeFileSync(join(restored, '.gitignore'), '') // its first start was killed here
  expect(openDataFolder(restored)).toBe(restored)
  expect(statSync(join(restored, '.gitignore')).size).toBeGreaterThan(0)
})

test('G24 a folder with something else in it is left alone, a repository’s too', () => {
  for (const name of ['notes.txt', '.gitignore', 'package.json']) {
    const foreign = mkdtempSync(join(home, 'foreign-'))
    writeFileSync(join(foreign, name), '*\n')
    expect(() => openDataFolder(foreign)).toThrow(`holds something else (${name})`)
    expect(readdirSync(foreign)).toEqual([name])
  }
})

test('G24 neither git nor the format check looks into it, nor into the folders that the readme names', () => {
  spawnSync('git', ['init', '-q', home])
  const folder = openDataFolder(join(home, 'any', 'name'))
  mkdirSync(join(folder, 'keys'))
  writeFileSync(join(folder, 'keys', 'master.key'), 'secret')
  writeFileSync(join(folder, 'log-witness.json'), '{"badly":1,\n"formatted" :2}')
  spawnSync('git', ['add', '-A'], { cwd: home })
  expect(spawnSync('git', ['status', '--porcelain'], { cwd: home, encoding: 'utf8' }).stdout).toBe('')
  const formatted = spawnSync(join(checkout, 'node_modules/.bin/oxfmt'), ['--check', '.'], { cwd: home, encoding: 'utf8' })
  expect(`${formatted.stdout}${formatted.stderr}`).not.toContain('log-witness')
  const ignored = ['data/keys/master.key', 'practice/keys/master.key']
  const checked = spawnSync('git', ['check-ignore', ...ignored], { cwd: checkout, encoding: 'utf8' })
  expect([existsSync(join(checkout, '.git')), checked.stdout.trim().split('\n')]).toEqual([true, ignored])
})
