import { useCallback, useState } from 'react'

const place = (conversationId: string): string => `bobber-draft-${conversationId}`

export function draftOf(conversationId: string): string {
  return localStorage.getItem(place(conversationId)) ?? ''
}

/** A draft per conversation, kept over reloads; an emptied one leaves nothing behind. */
export function useDraft(conversationId: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState(() => ({ conversationId, text: draftOf(conversationId) }))
  const text = draft.conversationId === conversationId ? draft.text : draftOf(conversationId)
  const write = useCallback(
    (next: string) => {
      if (next === '') localStorage.removeItem(place(conversationId))
      else localStorage.setItem(place(conversationId), next)
      setDraft({ conversationId, text: next })
    },
    [conversationId],
  )
  return [text, write]
}

/** Drafts are private: signing out takes them along. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('bobber-draft-')) localStorage.removeItem(key)
}
