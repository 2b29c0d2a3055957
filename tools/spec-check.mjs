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
const tests = globSync(['{packages,server,apps,bench,tools}/**/*.test.{ts,tsx}', 'e2e/**/*.e2e.ts'], {
  cwd: root,
  exclude: (path) => path.includes('node_modules'),
})
for (const file of tests) {
  for (const [, title] of read(file).matchAll(/\b(?:test|it)(?:\.\w+(?:\([^\n]*?\))?)*\(\s*['"`]([^'"`\n]*)/g)) {
    const id = /^([A-Z]+\d+[a-z]?)\b/.exec(title)?.[1]
    if (!id) problems.push(`${file}: the title "${title}" begins with no rule's id`)
    else if (!rules.has(id)) problems.push(`${file}: no rule ${id} in spec/`)
    else tested.add(id)
  }
}
for (const [id, file] of rules) if (!tested.has(id)) problems.push(`${file}: no test's title begins with ${id}`)

for (const problem of problems) process.stdout.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
