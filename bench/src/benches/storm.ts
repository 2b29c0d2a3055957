import { addActors, addConversations } from '../../../server/test/faults/cast.ts'
import type { Bench } from '../stage/bench.ts'
import { round } from '../stage/measure.ts'
import { connectAll, connectRaw, entriesIn, nextId } from '../stage/raw-client.ts'
import { onStage, type Stage } from '../stage/stage.ts'

const clients = 5_000
const behind = 20
const perConversation = 5
/** Connections opened at the same moment: a listen queue holds no more. */
const atOnce = 256

export const storm: Bench = {
  name: 'storm',
  what: '5,000 clients, each 20 entries behind, come back to a restarted server; memory beside the same clients idle',
  goals: { seconds: { atMost: 10 }, memoryRatio: { atMost: 1.2 }, refused: { atMost: 0 } },
  run: () =>
    onStage(async (stage) => {
      const { deps, shopId, startServer } = stage
      const actors = await addActors(deps, shopId, clients)
      const casts = Array.from({ length: clients / perConversation }, (_, index) =>
        actors.slice(index * perConversation, (index + 1) * perConversation),
      )
      const ids = await addConversations(deps, shopId, casts)
      const first = await startServer()
      const before = await connectAll(
        first.port,
        actors.map((actor) => actor.token),
        atOnce,
      )
      const idle = await first.memory()
      const resumes = before.map((client) => client.resume)
      await first.end('SIGKILL')
      await writeBehind(stage, ids, casts)

      const server = await startServer()
      let refused = 0
      let caughtUp = 0
      const began = performance.now()
      const comeBack = async (index: number): Promise<void> => {
        try {
          const { socket, first: text } = await connectRaw(server.port, actors[index]?.token ?? '', resumes[index])
          if (entriesIn(text) === behind) caughtUp++
          open.push(socket)
        } catch {
          refused++
        }
      }
      const open: { terminate(): void }[] = []
      let next = 0
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let index = next++; index < clients; index = next++) await comeBack(index)
        }),
      )
      const seconds = (performance.now() - began) / 1000
      const after = await server.memory()
      for (const socket of open) socket.terminate()
      if (caughtUp + refused !== clients) throw new Error(`${clients - caughtUp} clients did not get their ${behind} entries whole`)
      return {
        seconds: round(seconds, 2),
        perSecond: round(clients / seconds),
        refused,
        memoryRatio: round(after.resident / idle.resident, 3),
        inUseRatio: round(after.inUse / idle.inUse, 3),
        serverMB: round(after.resident / 2 ** 20, 1),
      }
    }),
}

/** What everybody missed, written while no server runs. */
async function writeBehind(
  { deps, shopId }: Stage,
  ids: readonly string[],
  casts: readonly (readonly { personId: string }[])[],
): Promise<void> {
  const lane = deps.log.lane(shopId)
  // One of each conversation at a time: a lane refuses more than a few thousand that wait.
  for (let nth = 0; nth < behind; nth++) {
    await Promise.all(
      ids.map((conversationId, index) =>
        lane.append(
          {
            entryId: deps.newId(),
            conversationId,
            authorId: casts[index]?.[nth % perConversation]?.personId ?? '',
            clientId: nextId(),
            kind: 'message.text',
            audience: 7,
            countable: true,
            at: Date.now(),
            content: '{"text":"您错过的一条消息"}',
            sender: { class: 'customer', desk: false, readSeq: 0 },
          },
          1,
        ),
      ),
    )
  }
}
