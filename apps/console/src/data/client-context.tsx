import type { Client, ConnectionState, ConversationView } from '@bobber/client/client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'

interface Feed {
  client: Client
  subscribe: (listener: () => void) => () => void
  /** grows with each applied change */
  version: () => number
}
const FeedContext = createContext<Feed | null>(null)

/** Hands the client to all screens; `version` lets lists re-read what has changed without copying it. */
export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  const feed = useMemo(() => feedOf(client), [client])
  return <FeedContext value={feed}>{children}</FeedContext>
}

function feedOf(client: Client): Feed {
  let version = 0
  client.subscribe(() => (version += 1))
  return { client, subscribe: (listener) => client.subscribe(listener), version: () => version }
}

function useFeed(): Feed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('a screen outside ClientProvider')
  return feed
}

export function useClient(): Client {
  return useFeed().client
}

export function useConversations(): ConversationView[] {
  const { client, subscribe, version } = useFeed()
  const now = useSyncExternalStore(subscribe, version)
  return useMemo(() => (now >= 0 ? client.conversations() : []), [client, now])
}

export function useConversation(conversationId: string): ConversationView | undefined {
  const { client, subscribe } = useFeed()
  return useSyncExternalStore(subscribe, () => client.conversation(conversationId))
}

export function useConnection(): ConnectionState {
  const { client, subscribe } = useFeed()
  return useSyncExternalStore(subscribe, () => client.connection())
}

/** The person's presence; re-read with each change. */
export function usePresence(personId: string | null): ReturnType<Client['presence']> {
  const { client, subscribe, version } = useFeed()
  useSyncExternalStore(subscribe, version)
  return personId === null ? undefined : client.presence(personId)
}

/** The shop's clock, epoch ms, read anew every `everyMs` and whenever the server moves it. */
export function useNow(everyMs = 1000): number {
  const { client, subscribe, version } = useFeed()
  useSyncExternalStore(subscribe, version)
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return client.now()
}
