import { type Calls, isRefusal, type WordedRefusal } from '@bobber/protocol'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useClient } from './client-context.tsx'

const lookEveryMs = 2000

export type LinkUse = { used: boolean; name: string | null }
type Look = Calls['counterQr.look']['reply'] | WordedRefusal
const fresh: LinkUse = { used: false, name: null }

/** What a look at a shown link says about it; a used one doesn't say any more whom it signed in: that was told before. */
export function linkUse(look: Look, before: LinkUse): LinkUse {
  if (!isRefusal(look)) return { used: false, name: look.name }
  return { ...before, used: before.used || look.code === 'linkUsed' }
}

/**
 * Whether the link whose QR is shown was used: asked again and again, as no fact of any talk tells of it. Null: none is shown. After
 * its time it is refused as a used one is, and nobody is in.
 */
export function useLinkUse(link: { token: string; expiresAt: number } | null): LinkUse {
  const client = useClient()
  const last = useRef<{ token: string; use: LinkUse }>({ token: '', use: fresh })
  const token = link?.token ?? ''
  const query = useQuery({
    queryKey: ['counterQr.look', token],
    queryFn: async () => {
      const before = last.current.token === token ? last.current.use : fresh
      const look = await client.call('counterQr.look', { token })
      const use = client.now() < (link?.expiresAt ?? 0) ? linkUse(look, before) : before
      last.current = { token, use }
      return use
    },
    enabled: link !== null,
    refetchInterval: ({ state }) => (state.data?.used ? false : lookEveryMs),
    gcTime: 0,
  })
  return query.data ?? fresh
}
