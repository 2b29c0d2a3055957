import { addActors, addConversations } from '../../../server/test/faults/cast.ts'
import type { Bench } from '../stage/bench.ts'
import { round } from '../stage/measure.ts'
import { connectAll } from '../stage/raw-client.ts'
import { onStage } from '../stage/stage.ts'

const connections = 5_000
/** connected first and not counted: what the server needs once, it has by then */
const warm = 200

export const idle: Bench = {
  name: 'idle',
  what: 'resident memory of the server per idle connection, at 5,000',
  goals: { bytesPerConnection: { atMost: 16_000 } },
  run: () =>
    onStage(async ({ deps, shopId, startServer }) => {
      const actors = await addActors(deps, shopId, connections + warm)
      await addConversations(
        deps,
        shopId,
        actors.map((actor) => [actor]),
      )
      const server = await startServer()
      const tokens = actors.map((actor) => actor.token)
      const first = await connectAll(server.port, tokens.slice(0, warm))
      const before = await server.memory()
      const rest = await connectAll(server.port, tokens.slice(warm), 32)
      const after = await server.memory()
      for (const { socket } of [...first, ...rest]) socket.terminate()
      return {
        connections,
        // The larger one: pages that the start left half empty are filled before new ones are taken.
        bytesPerConnection: round(Math.max(after.resident - before.resident, after.inUse - before.inUse) / connections),
        bytesInUse: round((after.inUse - before.inUse) / connections),
        serverMB: round(after.resident / 2 ** 20, 1),
      }
    }),
}
