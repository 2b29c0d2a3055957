import type { Client } from '@bobber/client/client'

const place = 'bobber-ended'
type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Keeps for the sign-in, over the page's new beginning, that a session which was live was ended from elsewhere. Answers how to stop. */
export function noteEnd(client: Pick<Client, 'connection' | 'subscribe'>, memory: Memory): () => void {
  let wasLive = false
  return client.subscribe(() => {
    const connection = client.connection()
    wasLive ||= connection === 'live'
    if (wasLive && connection === 'nobody') memory.setItem(place, 'yes')
  })
}

export function wasEnded(memory: Memory): boolean {
  return memory.getItem(place) !== null
}

/** Whoever goes by himself, or is in again, is told nothing. */
export function forgetEnd(memory: Memory): void {
  memory.removeItem(place)
}
