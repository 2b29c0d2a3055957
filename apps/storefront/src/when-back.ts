import type { Client } from '@bobber/client/client'

/** Told whenever there is a connection where there was none. Returns the undo. */
export function whenBack(client: Pick<Client, 'connection' | 'subscribe'>, told: () => void): () => void {
  let live = client.connection() === 'live'
  return client.subscribe(() => {
    const was = live
    live = client.connection() === 'live'
    if (live && !was) told()
  })
}
