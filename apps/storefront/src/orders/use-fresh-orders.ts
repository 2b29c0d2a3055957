import type { Client } from '@bobber/client/client'
import { useEffect } from 'preact/hooks'
import type { Answers } from '../answers.ts'
import { whenBack } from '../when-back.ts'
import { conversationsMoved, newestFacts, tellsOf } from './facts.ts'

/** What the page knows of orders follows the facts, on whatever screen somebody is: without a network it is all there is (C19). */
export function useFreshOrders(client: Client, answers: Answers): void {
  useEffect(() => {
    let facts = newestFacts(client.conversations())
    const leave = client.subscribe(() => {
      const newer = newestFacts(client.conversations())
      const moved = conversationsMoved(facts, newer)
      facts = newer
      if (moved.size > 0) answers.changed((answer) => tellsOf(answer, moved))
    })
    // The fact that made an answer stale doesn't come twice.
    const leaveBack = whenBack(client, () => answers.changed(({ stale, trouble }) => stale && trouble !== null))
    return () => {
      leave()
      leaveBack()
    }
  }, [client, answers])
}
