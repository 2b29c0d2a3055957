import { parseArgs } from 'node:util'
import { deliberateBugs } from './bugs.ts'
import { type Run, run } from './run.ts'
import { shrink } from './shrink.ts'
import type { Tampering } from './world.ts'

/**
 * `npm run -s simulate -- --seeds 1000 --from 1`: runs histories and judges them. Exit code 1 when one of them breaks an invariant;
 * then its seed and the shortest history that still breaks one are printed. `--bug NAME` puts a deliberate bug in.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' }, bug: { type: 'string' } },
})
const [count, from] = [Number(values.seeds), Number(values.from)]
const bug = values.bug === undefined ? undefined : deliberateBugs[values.bug]
if (!Number.isSafeInteger(count) || !Number.isSafeInteger(from) || (values.bug !== undefined && bug === undefined)) {
  console.error(`usage: simulate [--seeds N] [--from SEED] [--bug ${Object.keys(deliberateBugs).join('|')}]`)
  process.exit(2)
}
const tampering = (): Tampering => bug?.tamper() ?? {}

let [done, entries, acks, restores] = [0, 0, 0, 0]
let failed: Run | undefined
for (let seed = from; seed < from + count && failed === undefined; seed++) {
  const result = await run(seed, tampering())
  done++
  entries += result.did.entries
  acks += result.did.acks
  restores += Number(result.did.restored)
  if (result.violations.length > 0) failed = result
}
if (failed !== undefined) await tell(failed)
console.log(`${done} histories, ${entries} entries, ${acks} acks, ${restores} restores: ${failed === undefined ? 'I1–I5 hold' : 'broken'}`)
process.exitCode = failed === undefined ? 0 : 1

async function tell({ seed, steps }: Run): Promise<void> {
  const shortest = await shrink(steps, async (part) => (await run(seed, tampering(), part)).violations.length > 0)
  const { violations } = await run(seed, tampering(), shortest)
  console.log(`seed ${seed} breaks:`)
  for (const { rule, what } of violations) console.log(`  ${rule} ${what}`)
  console.log(`shortest history (${shortest.length} of ${steps.length} steps):`)
  for (const step of shortest) console.log(`  ${step.do} ${step.a} ${step.b}`)
}
