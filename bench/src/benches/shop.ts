import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '@bobber/testkit/bare-environment'
import { addActors, addConversations } from '../../../server/test/faults/cast.ts'
import { check } from '../../../server/test/faults/check.ts'
import { readLogRows } from '../../../server/test/faults/log-rows.ts'
import type { Bench } from '../stage/bench.ts'
import { round } from '../stage/measure.ts'
import type { Kept, NodeAccount, NodePlan } from '../stage/shop-node-process.ts'
import { onStage, type Stage } from '../stage/stage.ts'

const conversations = 200
const warmMs = 2_000
const steadyMs = 7_000
const frozenMs = 10_000
const afterMs = 4_000
const program = fileURLToPath(new URL('../stage/shop-node-process.ts', import.meta.url))

export const shop: Bench = {
  name: 'shop',
  what: 'business transactions a second of one shop beside 64 messages in flight, on two nodes, one frozen for 10 s',
  goals: { stallMs: { atMost: 2_500 }, violations: { atMost: 0 } },
  run: () =>
    onStage(async (stage) => {
      const { deps, shopId, connection } = stage
      const actors = await addActors(deps, shopId, conversations)
      const ids = await addConversations(
        deps,
        shopId,
        actors.map((actor) => [actor]),
      )
      const casts = ids.map((conversationId, index) => ({ conversationId, personId: actors[index]?.personId ?? '' }))
      const plan: NodePlan = { shopId, casts, messagesInFlight: 32, transactionsInFlight: 6 }
      const [steady, frozen] = await Promise.all([start(stage, plan), start(stage, plan)])
      await pause(warmMs)
      const began = Date.now()
      await pause(steadyMs)
      const froze = Date.now()
      frozen.kill('SIGSTOP')
      await pause(frozenMs)
      frozen.kill('SIGCONT')
      await pause(afterMs)
      const accounts = await Promise.all([finish(steady), finish(frozen)])
      const [mine] = accounts
      const log = await readLogRows(connection, shopId)
      const known = new Set(log.entries.map((entry) => entry.entryId))
      const promised = accounts.flatMap(({ messages, transactions }) => [...messages.promised, ...transactions.promised])
      const lost = promised.filter((id) => !known.has(id)).length
      const gaps = log.entries.filter((entry, index) => entry.position !== index + 1).length
      const rate = (of: (account: NodeAccount) => Kept) =>
        accounts.reduce((sum, account) => sum + of(account).at.filter((at) => at >= began && at < froze).length, 0) /
        ((froze - began) / 1000)
      return {
        perSecond: round(rate((account) => account.transactions)),
        messagesPerSecond: round(rate((account) => account.messages)),
        stallMs: Math.max(longestGap(mine.transactions.at, froze), longestGap(mine.messages.at, froze)),
        open: accounts.reduce((sum, { messages, transactions }) => sum + messages.open + transactions.open, 0),
        violations: lost + gaps + check({ devices: [], leaked: [], log }).length,
      }
    }),
}

async function start({ env }: Stage, plan: NodePlan): Promise<ChildProcess> {
  const child = fork(program, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...bareEnvironment(), ...env, NODE_PLAN: JSON.stringify(plan) },
  })
  await once(child, 'message')
  return child
}

async function finish(child: ChildProcess): Promise<NodeAccount> {
  const told = once(child, 'message') as Promise<[NodeAccount]>
  child.send('stop')
  const [account] = await told
  if (child.exitCode === null) await once(child, 'exit')
  return account
}

/** The longest time without a promise kept, from a second before the freeze until a second after it. */
function longestGap(times: readonly number[], froze: number): number {
  const within = [froze - 1_000, ...times.filter((at) => at > froze - 1_000 && at < froze + frozenMs + 1_000), froze + frozenMs + 1_000]
  return Math.max(...within.map((at, index) => at - (within[index - 1] ?? at)))
}
