import type { Class } from '@bobber/protocol'
import type { Who } from '@bobber/server/edge/ws/reader'

/** Somebody in the simulation. */
export interface SimulatedPerson {
  name: string
  personId: string
  class: Class
  desk: boolean
  token: string
}

/** The cast: customers with a talk each, two at the desk, one outsider whom nothing concerns. */
const cast = [
  { name: 'lin', class: 'customer', desk: false },
  { name: 'wei', class: 'customer', desk: false },
  { name: 'ana', class: 'staff', desk: true },
  { name: 'bo', class: 'staff', desk: true },
  { name: 'outsider', class: 'customer', desk: false },
] as const

export function makePeople(newId: () => string): SimulatedPerson[] {
  return cast.map((part) => {
    const personId = newId()
    return { ...part, personId, token: personId }
  })
}

export function whoIs(people: readonly SimulatedPerson[], shopId: string, token: string | undefined): Who | undefined {
  const person = people.find((one) => one.token === token)
  if (person === undefined) return undefined
  const { personId, class: of, desk, name } = person
  return { shopId, personId, class: of, desk, name, sessionId: personId, locale: 'zh' }
}
