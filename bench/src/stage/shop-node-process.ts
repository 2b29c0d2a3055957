// One of two nodes on one shop: sends messages and commits business transactions as fast as it can, and keeps count of what it was promised.
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '@bobber/server/config'
import { openDeps } from '@bobber/server/open-deps'
import { createReleases } from '@bobber/server/release'

export interface NodePlan {
  shopId: string
  messagesInFlight: number
  transactionsInFlight: number
  casts: { conversationId: string; personId: string }[]
}

/** One kind of work; times are by the wall clock, so that two processes share them. */
export interface Kept {
  /** entryIds that were promised, and when */
  promised: string[]
  at: number[]
  /** the outcome stayed open or it failed: nothing was promised */
  open: number
}

export interface NodeAccount {
  messages: Kept
  transactions: Kept
}

const plan = JSON.parse(process.env['NODE_PLAN'] ?? '') as NodePlan
const releases = createReleases()
const deps = await openDeps(readConfig(process.env), { write: () => undefined }, releases)
const account: NodeAccount = { messages: { promised: [], at: [], open: 0 }, transactions: { promised: [], at: [], open: 0 } }
const { shopId, casts } = plan
const lane = deps.log.lane(shopId)
const over = new AbortController()
let turn = 0

async function message(): Promise<string> {
  const { conversationId, personId } = next()
  const answer = await lane.append(
    {
      entryId: deps.newId(),
      conversationId,
      authorId: personId,
      clientId: deps.newId(),
      kind: 'message.text',
      audience: 7,
      countable: true,
      at: Date.now(),
      content: '{"text":"在的"}',
      sender: { class: 'customer', desk: false, readSeq: 0 },
    },
    1,
  )
  if (!answer.ok) throw new Error(answer.code)
  return answer.entry.entryId
}

/** As commands do: its idempotency key first, then its fact. */
async function transaction(): Promise<string> {
  const { conversationId, personId } = next()
  const key = deps.newId()
  const answer = await deps.log.once({ shopId, personId }, 'order.place', { key }, { key }, (tx) =>
    Promise.resolve(tx.append({ conversationId, kind: 'conversation.resolved', content: { byId: personId }, authorId: personId })),
  )
  if (typeof answer !== 'string') throw new Error(answer.code)
  return answer
}

function next(): NodePlan['casts'][number] {
  const cast = casts[turn++ % casts.length]
  if (!cast) throw new Error('nobody speaks')
  return cast
}

async function again(kept: Kept, once: () => Promise<string>): Promise<void> {
  while (!over.signal.aborted) {
    try {
      kept.promised.push(await once())
      kept.at.push(Date.now())
    } catch {
      kept.open++
      await pause(20)
    }
  }
}

process.on('message', () => {
  over.abort()
})
process.on('disconnect', () => process.exit())
process.send?.('up')
await Promise.all([
  ...Array.from({ length: plan.messagesInFlight }, () => again(account.messages, message)),
  ...Array.from({ length: plan.transactionsInFlight }, () => again(account.transactions, transaction)),
])
await new Promise((resolve) => process.send?.(account, resolve))
await releases.releaseAll()
process.exit()
