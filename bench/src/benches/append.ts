import { sql } from 'kysely'
import pg from 'pg'
import { pinnedPlans } from '@bobber/server/log/index'
import type { NewEntry } from '@bobber/server/log/store'
import { newId } from '@bobber/server/platform/ids'
import { addActors, addConversations } from '../../../server/test/faults/cast.ts'
import { bareAppend } from '../stage/bare-append.ts'
import type { Bench } from '../stage/bench.ts'
import { median, percentile, repeatFor, round, until } from '../stage/measure.ts'
import { connectAll, entriesIn, nextId, type RawClient } from '../stage/raw-client.ts'
import { onStage, type Stage } from '../stage/stage.ts'

const conversations = 200
const perConversation = 3
const inFlight = 64
const roundMs = 2_500
const rounds = 3
const cursorEveryMs = 1_000
const words = '明天一早去水库,想租一根三米六的海竿,还有货吗?'

export const append: Bench = {
  name: 'append',
  what: 'durable messages a second, end to end through sockets, beside bare SQL and the log alone',
  goals: { ratio: { atLeast: 0.25 }, logRatio: { atLeast: 0.4 }, p99Ms: { atMost: 40 } },
  run: () =>
    onStage(async (stage) => {
      const talk = await throughSockets(stage)
      const alone = await logAlone(stage)
      const bare = await bareSql(stage)
      await Promise.all([talk.round(800), alone.round(800)])
      await bare.round(400)
      const figures = { sockets: [] as number[], alone: [] as number[], bare: [] as number[], took: [] as number[] }
      for (let index = 0; index < rounds; index++) {
        const through = await talk.round(roundMs)
        figures.sockets.push(through.perSecond)
        figures.took.push(...through.took)
        figures.bare.push((await bare.round(1_200)).perSecond * 64)
        figures.alone.push((await alone.round(roundMs)).perSecond)
        figures.bare.push((await bare.round(1_200)).perSecond * 64)
      }
      await talk.check()
      await bare.close()
      const barePerSecond = median(figures.bare)
      return {
        perSecond: round(median(figures.sockets)),
        barePerSecond: round(barePerSecond),
        logPerSecond: round(median(figures.alone)),
        ratio: round(median(figures.sockets) / barePerSecond, 3),
        logRatio: round(median(figures.alone) / barePerSecond, 3),
        p50Ms: round(median(figures.took), 1),
        p99Ms: round(percentile(figures.took, 0.99), 1),
      }
    }),
}

interface Speaker {
  client: RawClient
  prefix: string
  conversationId: string
  /** entries that came, and of how many the cursor was told */
  heard: number
  told: number
}

async function throughSockets({ deps, shopId, startServer }: Stage) {
  const actors = await addActors(deps, shopId, conversations * perConversation)
  const casts = Array.from({ length: conversations }, (_, index) => actors.slice(index * perConversation, (index + 1) * perConversation))
  const ids = await addConversations(deps, shopId, casts)
  const server = await startServer()
  const clients = await connectAll(
    server.port,
    actors.map((actor) => actor.token),
  )
  const acked = new Map<string, () => void>()
  const speakers = clients.map((client, index): Speaker => {
    const conversationId = ids[Math.floor(index / perConversation)] ?? ''
    const prefix = `{"t":"send","conversationId":"${conversationId}","kind":"message.text","content":{"text":"${words}"},"attempt":1,"clientId":"`
    const speaker = { client, prefix, conversationId, heard: 0, told: 0 }
    client.onFrame = (text) => {
      if (text.startsWith('{"t":"ack"')) {
        const at = text.indexOf('"clientId":"') + 12
        acked.get(text.slice(at, at + 36))?.()
      } else if (text.startsWith('{"t":"changes"')) speaker.heard += entriesIn(text)
      else if (text.startsWith('{"t":"refused"')) throw new Error(text)
    }
    return speaker
  })
  let next = 0
  let sent = 0
  const one = (): Promise<void> =>
    new Promise((resolve) => {
      // One after another through the conversations, and through the people of each.
      const turn = next++
      const speaker = speakers[(turn % conversations) * perConversation + (Math.floor(turn / conversations) % perConversation)]
      const clientId = nextId()
      acked.set(clientId, () => {
        acked.delete(clientId)
        sent++
        resolve()
      })
      speaker?.client.socket.send(`${speaker.prefix}${clientId}"}`)
    })
  const tellCursors = (): void => {
    for (const speaker of speakers) {
      if (speaker.heard === speaker.told) continue
      speaker.told = speaker.heard
      const { conversationId, heard } = speaker
      speaker.client.socket.send(`{"t":"cursor","conversationId":"${conversationId}","receivedSeq":${heard},"readSeq":${heard}}`)
    }
  }
  return {
    async round(ms: number) {
      const cursors = setInterval(tellCursors, cursorEveryMs)
      const figures = await repeatFor(ms, inFlight, one)
      clearInterval(cursors)
      tellCursors()
      return figures
    },
    /** Every receiver got every copy, and the log knows it. */
    async check() {
      await until('every receiver got its copy', () => speakers.reduce((sum, speaker) => sum + speaker.heard, 0) === sent * perConversation)
      tellCursors()
      await until('every receiver moved its cursors', async () => {
        const { rows } = await sql<{ behind: number }>`
          select count(*) as behind from participant p join conversation_head h using (shop_id, conversation_id)
          where shop_id = ${shopId} and least(p.received_seq, p.read_seq) < h.last_seq`.execute(deps.db)
        return rows[0]?.behind === 0
      })
      for (const { client } of speakers) client.socket.terminate()
      await server.end('SIGTERM')
    },
  }
}

async function logAlone(stage: Stage) {
  const shopId = await stage.anotherShop('alone')
  const casts = await castsOf(stage, shopId)
  const lane = stage.deps.log.lane(shopId)
  const content = JSON.stringify({ text: words })
  let next = 0
  const one = (): Promise<unknown> => {
    const { conversationId, personId } = casts[next++ % casts.length] ?? { conversationId: '', personId: '' }
    const entry: NewEntry = {
      entryId: newId(),
      conversationId,
      authorId: personId,
      clientId: nextId(),
      kind: 'message.text',
      audience: 7,
      countable: true,
      at: Date.now(),
      content,
      sender: { class: 'customer', desk: false, readSeq: 0 },
    }
    return lane.append(entry, 1)
  }
  return { round: (ms: number) => repeatFor(ms, inFlight, one) }
}

async function bareSql(stage: Stage) {
  const shopId = await stage.anotherShop('bare')
  const casts = await castsOf(stage, shopId)
  const options = Object.entries(pinnedPlans).map(([name, value]) => `-c ${name}=${value}`)
  const client = new pg.Client({ ...stage.connection, options: options.join(' ') })
  client.on('error', () => undefined) // the stage was cleared away under it
  await client.connect()
  const batch = bareAppend(client, shopId, casts)
  return { round: (ms: number) => repeatFor(ms, 1, batch), close: () => client.end() }
}

async function castsOf({ deps }: Stage, shopId: string): Promise<{ conversationId: string; personId: string }[]> {
  const actors = await addActors(deps, shopId, conversations * perConversation)
  const casts = Array.from({ length: conversations }, (_, index) => actors.slice(index * perConversation, (index + 1) * perConversation))
  const ids = await addConversations(deps, shopId, casts)
  return ids.map((conversationId, index) => ({ conversationId, personId: actors[index * perConversation]?.personId ?? '' }))
}
