import { type Class, type Entry, maySee } from '@bobber/protocol'
import type { Who } from '@bobber/server/edge/ws/reader'
import type { MemoryLog } from '../memory-log.ts'

/** Somebody in the simulation. */
export interface SimulatedPerson {
  name: string
  personId: string
  class: Class
  desk: boolean
  token: string
  /** whether an entry is of a conversation that he sees or once saw, and for his class */
  maySee(entry: Entry): boolean
}

/** The cast: customers with a talk each, two at the desk, one outsider whom nothing concerns. */
const cast = [
  { name: 'lin', class: 'customer', desk: false },
  { name: 'wei', class: 'customer', desk: false },
  { name: 'ana', class: 'staff', desk: true },
  { name: 'bo', class: 'staff', desk: true },
  { name: 'outsider', class: 'customer', desk: false },
] as const

export function makePeople(log: MemoryLog, newId: () => string): SimulatedPerson[] {
  return cast.map((part) => {
    const personId = newId()
    return {
      ...part,
      personId,
      token: personId,
      maySee(entry) {
        const conversation = log.shop.conversations.get(entry.conversationId)
        // A restore may have taken the conversation away while its frames were on their way.
        if (conversation === undefined) return true
        return (log.everTookPart(entry.conversationId, personId) || (part.desk && conversation.desk)) && maySee(entry.audience, part.class)
      },
    }
  })
}

export function whoIs(people: readonly SimulatedPerson[], shopId: string, token: string | undefined): Who | undefined {
  const person = people.find((one) => one.token === token)
  if (person === undefined) return undefined
  const { personId, class: of, desk, name } = person
  return { shopId, personId, class: of, desk, name, sessionId: personId, locale: 'zh' }
}
