import pg from 'pg'
import { addActors, addConversations } from '../../../server/test/faults/cast.ts'
import { bareAppend } from '../stage/bare-append.ts'
import type { Bench } from '../stage/bench.ts'
import { percentile, repeatAt, round } from '../stage/measure.ts'
import { connectAll, nextId } from '../stage/raw-client.ts'
import { onStage, type Stage } from '../stage/stage.ts'

const perSecond = 200
const conversations = 50
const roundMs = 3_000
const rounds = 4

export const ack: Bench = {
  name: 'ack',
  what: 'send → ack at 200 messages a second, beside one bare commit of the same rows',
  goals: { p99Ms: { atMost: 20 }, ratio: { atMost: 4 } },
  run: () =>
    onStage(async (stage) => {
      const [send, commit] = [await sender(stage), await committer(stage)]
      await repeatAt(perSecond, 1_000, send)
      await repeatAt(perSecond, 500, commit.once)
      const took: number[] = []
      const bare: number[] = []
      for (let index = 0; index < rounds; index++) {
        took.push(...(await repeatAt(perSecond, roundMs, send)))
        bare.push(...(await repeatAt(perSecond, roundMs, commit.once)))
      }
      await commit.close()
      return {
        p50Ms: round(percentile(took, 0.5), 2),
        p99Ms: round(percentile(took, 0.99), 2),
        bareP50Ms: round(percentile(bare, 0.5), 2),
        ratio: round(percentile(took, 0.5) / percentile(bare, 0.5), 2),
      }
    }),
}

async function sender({ deps, shopId, startServer }: Stage): Promise<() => Promise<void>> {
  const actors = await addActors(deps, shopId, conversations)
  const ids = await addConversations(
    deps,
    shopId,
    actors.map((actor) => [actor]),
  )
  const { port } = await startServer()
  const clients = await connectAll(
    port,
    actors.map((actor) => actor.token),
  )
  const waiting = new Map<string, () => void>()
  for (const client of clients) {
    client.onFrame = (text) => {
      if (!text.startsWith('{"t":"ack"')) return
      const at = text.indexOf('"clientId":"') + 12
      waiting.get(text.slice(at, at + 36))?.()
    }
  }
  let next = 0
  return () =>
    new Promise((resolve) => {
      const index = next++ % conversations
      const clientId = nextId()
      waiting.set(clientId, () => {
        waiting.delete(clientId)
        resolve()
      })
      const frame = { t: 'send', conversationId: ids[index], clientId, kind: 'message.text', content: { text: '在吗?' }, attempt: 1 }
      clients[index]?.socket.send(JSON.stringify(frame))
    })
}

/** One message's rows in one statement, on one connection. */
async function committer(stage: Stage): Promise<{ once: () => Promise<void>; close: () => Promise<void> }> {
  const { deps, connection } = stage
  const shopId = await stage.anotherShop('bare')
  const actors = await addActors(deps, shopId, conversations)
  const ids = await addConversations(
    deps,
    shopId,
    actors.map((actor) => [actor]),
  )
  const client = new pg.Client(connection)
  client.on('error', () => undefined) // the stage was cleared away under it
  await client.connect()
  const casts = ids.map((conversationId, index) => ({ conversationId, personId: actors[index]?.personId ?? '' }))
  const commit = bareAppend(client, shopId, casts, 1)
  let before = Promise.resolve()
  // One connection does one thing at a time; who comes early waits.
  const once = (): Promise<void> => (before = before.then(commit))
  return { once, close: () => client.end() }
}
