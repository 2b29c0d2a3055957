import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lengthOf } from '../words.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

const src = new URL('../', import.meta.url)
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/test|strings\//.test(file),
)

test('C10 both languages say everything, and English says it in English', () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh))
  expect(JSON.stringify(en)).not.toMatch(/\p{Script=Han}/u)
  expect(Object.values(zh).filter((words) => words === '')).toEqual([])
})

test('C10 a length of time runs on into the words after it', () => {
  const length = lengthOf(30 * 60_000, 'zh')
  const said = [zh.payUntil(length), zh.graceLeft(length), zh.lateNote(length, '¥6', '')].join('')
  expect(said).toContain('30 分钟内')
  expect(said).not.toMatch(/分钟 \p{Script=Han}/u)
})

test.each(sources)('C10 %s holds no words of its own', (file) => {
  const lines = readFileSync(new URL(file, src), 'utf8').split('\n')
  const words = lines.filter((line) => /\p{Script=Han}/u.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
  // The languages' own names are the same in both; units of time stand with the rule that counts them.
  const allowed =
    { 'frame/settings-sheet.tsx': ["{ value: 'zh', label: '中文' },"], 'words.ts': ["zh: ['天', '小时', '分钟'],"] }[file] ?? []
  expect(words.map((line) => line.trim())).toEqual(allowed)
})
