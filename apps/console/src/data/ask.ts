import type { Calls, RouteName } from '@bobber/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useClient } from './client-context.tsx'
import { accepted, type Problem, problemOf } from './problem.ts'

export interface Asked<Reply> {
  data: Reply | undefined
  /** set only while there is nothing to show; an old answer stays on the screen when a refresh fails */
  problem: Problem | null
  loading: boolean
  again: () => void
}

/**
 * A query, kept fresh by the log: facts that arrive make the answers they touch stale (`refresh.ts`). `fresh`: for what is to be changed,
 * which begins with what is there now, never with an answer from before. `everyMs`: for what no fact tells of, as long as it is looked at.
 */
export function useAsk<K extends RouteName>(
  name: K,
  body: Calls[K]['body'],
  { enabled = true, keep = false, fresh = false, everyMs }: { enabled?: boolean; keep?: boolean; fresh?: boolean; everyMs?: number } = {},
): Asked<Calls[K]['reply']> {
  const client = useClient()
  const query = useQuery({
    queryKey: [name, body],
    queryFn: async () => accepted<Calls[K]['reply']>(await client.call(name, body)),
    enabled,
    ...(fresh && { refetchOnMount: 'always' as const }),
    ...(everyMs !== undefined && { refetchInterval: everyMs, refetchOnWindowFocus: 'always' as const }),
  })
  // While the next letters are searched for, the last list stays: no flicker to grey bars and back.
  const last = useRef(query.data)
  if (query.data !== undefined) last.current = query.data
  const isOld = fresh && !query.isFetchedAfterMount
  const data = (isOld ? undefined : query.data) ?? (keep && !query.isError ? last.current : undefined)
  return {
    data,
    problem: data === undefined ? problemOf(query.error) : null,
    loading: (query.isPending || (isOld && !query.isError)) && enabled,
    again: () => void query.refetch(),
  }
}

export interface Command<K extends RouteName> {
  /** The reply, or null when it was refused or failed: then `problem` says why. */
  give: (body: Calls[K]['body'], file?: Blob) => Promise<Calls[K]['reply'] | null>
  busy: boolean
  problem: Problem | null
  clear: () => void
}

/** A command. All answers on the screen are asked anew when it was accepted. */
export function useCommand<K extends RouteName>(name: K): Command<K> {
  const client = useClient()
  const cache = useQueryClient()
  const mutation = useMutation({
    mutationFn: async ({ body, file }: { body: Calls[K]['body']; file?: Blob | undefined }) =>
      accepted<Calls[K]['reply']>(await client.call(name, body, file)),
    onSuccess: () => cache.invalidateQueries(),
  })
  const give = async (body: Calls[K]['body'], file?: Blob): Promise<Calls[K]['reply'] | null> => {
    // The mutation keeps the error for `problem`; the caller only needs to know that nothing happened.
    return mutation.mutateAsync({ body, file }).catch(() => null)
  }
  return { give, busy: mutation.isPending, problem: problemOf(mutation.error), clear: mutation.reset }
}
