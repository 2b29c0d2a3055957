import { parseArgs } from 'node:util'
import { runFaults } from './run.ts'
import { shortOf } from './toll.ts'

// npm run faults -- [--seconds N] [--clients N] [--seed N]
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '170' },
    clients: { type: 'string', default: '24' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const seed = Number(values.seed)
console.log(`seed ${seed}`)
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
const outcome = await runFaults({ seed, seconds: Number(values.seconds), clients: Number(values.clients), signal: stop.signal })
const { violations, toll, acks, deeds, clients, entries, lines, complaints } = outcome
console.log(`${toll.serverKills} kills of the server, ${toll.databaseKills} of the database; inside ${JSON.stringify(toll)}`)
console.log(
  `${clients} clients: ${acks} acks and ${deeds} answered commands in their files, ${entries} entries in the log, connections ${JSON.stringify(lines)}`,
)
for (const line of complaints.slice(-20)) console.log(`server: ${line}`)
for (const { rule, what } of violations.slice(0, 50)) console.log(`${rule} ${what}`)
const short = shortOf(toll, outcome)
for (const what of short) console.log(`too little: ${what}`)
console.log(violations.length === 0 ? 'held: nothing lost, nothing twice, one order, cursors and unread agree' : `VIOLATED (seed ${seed})`)
process.exitCode = violations.length === 0 && short.length === 0 ? 0 : 1
