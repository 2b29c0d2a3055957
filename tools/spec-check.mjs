// Every rule in spec/ is the title of a test, and every title's id is a rule: two lists that must be equal.
import { globSync, readFileSync } from 'node:fs'
import { root } from './ready/root.mjs'

const read = (file) => readFileSync(`${root}/${file}`, 'utf8')
const rules = new Map()
const problems = []
for (const file of globSync('spec/*.md', { cwd: root })) {
  for (const [, id] of read(file).matchAll(/^- \*\*([A-Z]+\d+[a-z]?)\b/gm)) {
    if (rules.has(id)) problems.push(`${id} stands twice: in ${rules.get(id)} and ${file}`)
    rules.set(id, file)
  }
}

const tested = new Set()
const suites = ['{packages,server,apps,bench,tools}/**/*.test.{ts,tsx}', 'packages/testkit/src/*-contract.ts', 'e2e/**/*.e2e.ts']
const tests = globSync(suites, {
  cwd: root,
  exclude: (path) => path.includes('node_modules'),
})
for (const file of tests) {
  for (const [, title] of read(file).matchAll(/\b(?:test|it)(?:\.\w+(?:\([^\n]*?\))?)*\(\s*['"`]([^'"`\n]*)/g)) {
    // A title may begin with several ids: what the client does for a rule of sync is a rule of its own as well.
    const ids = /^(?:[A-Z]+\d+[a-z]?\b,? ?)+/.exec(title)?.[0].match(/[A-Z]+\d+[a-z]?/g) ?? []
    if (ids.length === 0) problems.push(`${file}: the title "${title}" begins with no rule's id`)
    for (const id of ids) {
      if (!rules.has(id)) problems.push(`${file}: no rule ${id} in spec/`)
      else tested.add(id)
    }
  }
}
for (const [id, file] of rules) if (!tested.has(id)) problems.push(`${file}: no test's title begins with ${id}`)

for (const problem of problems) process.stdout.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
