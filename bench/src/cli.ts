import type { Bench } from './stage/bench.ts'
import { ack } from './benches/ack.ts'
import { append } from './benches/append.ts'
import { claims } from './benches/claims.ts'
import { fanout } from './benches/fanout.ts'
import { idle } from './benches/idle.ts'
import { shop } from './benches/shop.ts'
import { start } from './benches/start.ts'
import { storm } from './benches/storm.ts'
import { table } from './stage/table.ts'

// npm run -s bench -- [NAME …] [--json]
const benches: readonly Bench[] = [append, ack, shop, fanout, idle, storm, claims, start]

const args = process.argv.slice(2)
const json = args.includes('--json')
const names = args.filter((arg) => arg !== '--json')
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  process.stderr.write(`no such bench: ${unknown.join(', ')} (there are ${benches.map((bench) => bench.name).join(', ')})\n`)
  process.exit(1)
}
for (const bench of benches) {
  if (names.length > 0 && !names.includes(bench.name)) continue
  const figures = await bench.run()
  process.stdout.write(json ? `${JSON.stringify({ name: bench.name, figures })}\n` : table(bench, figures))
}
