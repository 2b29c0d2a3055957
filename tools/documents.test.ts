import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** Blocks of the documents that say `ts run` are programs: they must end well. They see what the server's package sees. */
const examples = globSync(['*.md', 'decisions/*.md', 'spec/*.md'], { cwd: root }).flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```ts run\n([\s\S]*?)^```/gm)].map((match, index) => ({
    name: `${file} ${index + 1}`,
    code: match[1] ?? '',
  })),
)

test('G21 the examples in the documents run', async () => {
  expect(examples.length).toBeGreaterThan(0)
  const folder = mkdtempSync(join(root, 'server', '.examples-'))
  try {
    for (const [index, { name, code }] of examples.entries()) {
      const path = join(folder, `${index}.ts`)
      writeFileSync(path, code)
      expect({ name, ...(await run(process.execPath, [path])) }).toMatchObject({ name, stderr: '' })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('G22 no document speaks of a file that is not there', () => {
  const missing = globSync(['*.md', 'decisions/*.md', 'spec/*.md'], { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/`((?:packages|server|apps|tools|e2e|bench|spec|samples)\/[\w./-]+\.\w+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => globSync(path, { cwd: root }).length === 0)
      .map((path) => `${file}: ${path}`),
  )
  expect(missing).toEqual([])
})

test('G22 every decision has a number of its own, and a document that names one names one there is', () => {
  const numbers = globSync('decisions/*.md', { cwd: root }).map((path) => path.slice('decisions/'.length, 'decisions/0000'.length))
  expect(numbers.toSorted()).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')))
  const strangers = globSync(['*.md', 'decisions/*.md', 'spec/*.md'], { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/(?:decisions\/|\()(00\d\d)\b/g)]
      .map((match) => match[1] ?? '')
      .filter((number) => !numbers.includes(number))
      .map((number) => `${file}: ${number}`),
  )
  expect(strangers).toEqual([])
})
