import { once } from 'node:events'
import { addActors, addConversations } from '../../../server/test/faults/cast.ts'
import type { Bench } from '../stage/bench.ts'
import { median, round, until } from '../stage/measure.ts'
import { startBareFanout } from '../stage/bare-fanout.ts'
import { connectAll, entryCounter, nextId, type RawClient } from '../stage/raw-client.ts'
import { onStage } from '../stage/stage.ts'

const receivers = 1_000
/** What one person may send at once: each round has a sender of its own. */
const burst = 150
const rounds = 8

export const fanout: Bench = {
  name: 'fanout',
  what: 'deliveries a second from one sender to 1,000 receivers, beside a bare ws loop sending the same bytes',
  goals: { ratio: { atLeast: 0.7 } },
  run: () =>
    onStage(async ({ deps, shopId, startServer }) => {
      const actors = await addActors(deps, shopId, receivers + rounds)
      const [conversationId] = await addConversations(deps, shopId, [actors])
      const server = await startServer()
      // The senders are there before anybody speaks, so that nobody is told meanwhile who has come.
      const everybody = await connectAll(
        server.port,
        actors.map((actor) => actor.token),
      )
      const clients = everybody.slice(rounds)
      const heard = { entries: 0, frames: 0, bytes: 0 }
      const countOf = entryCounter()
      for (const client of clients) {
        client.onBytes = (frame) => {
          const entries = countOf(frame)
          if (entries === 0) return
          heard.entries += entries
          heard.frames++
          heard.bytes += frame.length
        }
      }
      const sockets: number[] = []
      const bare: number[] = []
      for (let index = 0; index < rounds; index++) {
        const before = { ...heard }
        // Entries are counted at a thousand receivers; what the sender hears of its own is not.
        const began = performance.now()
        talk(everybody[index], conversationId ?? '')
        await until('every receiver got every copy', () => heard.entries - before.entries === burst * receivers)
        sockets.push((burst * receivers) / ((performance.now() - began) / 1000))
        const frames = (heard.frames - before.frames) / receivers
        bare.push(await bareRound(burst, Math.round((heard.bytes - before.bytes) / frames / receivers), frames))
      }
      for (const client of everybody) client.socket.terminate()
      return {
        perSecond: round(median(sockets)),
        barePerSecond: round(median(bare)),
        ratio: round(median(sockets.map((value, index) => value / (bare[index] ?? Number.NaN))), 3),
      }
    }),
}

function talk(from: RawClient | undefined, conversationId: string): void {
  for (let index = 0; index < burst; index++) {
    const content = { text: '周六的船还有位子吗?' }
    from?.socket.send(JSON.stringify({ t: 'send', conversationId, clientId: nextId(), kind: 'message.text', content, attempt: 1 }))
  }
}

/** The same frames, of the same size, to as many sockets, by a process that does nothing else. Answers entries a second. */
async function bareRound(entries: number, frameBytes: number, frames: number): Promise<number> {
  const loop = await startBareFanout()
  let got = 0
  // The same work on this side as for the server's frames.
  const countOf = entryCounter()
  const sockets = await loop.connect(receivers, (frame) => {
    if (countOf(frame) === 0) got++
  })
  const began = performance.now()
  loop.send(Math.round(frames), frameBytes)
  await until('the bare loop was heard', () => got === Math.round(frames) * receivers)
  const seconds = (performance.now() - began) / 1000
  for (const socket of sockets) socket.terminate()
  loop.child.kill('SIGKILL')
  await once(loop.child, 'exit')
  return (entries * receivers) / seconds
}
