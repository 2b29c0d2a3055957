import type { RouteName } from '@bobber/protocol'
import { bodies } from '@bobber/protocol/bodies'

export interface Schema {
  type?: string
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  pattern?: string
  minLength?: number
  minimum?: number
}

/** Where a value stands: names of fields, and `0` within a list. */
export type Path = readonly string[]

interface Filling {
  /** the id that belongs at a place */
  id: (path: Path) => string
  /** whether an optional field is there */
  has: (path: Path) => boolean
}

/** A body that the route's schema takes, with every optional field, and `id` wherever an id belongs. */
export function sampleBody(name: RouteName, id: string): Record<string, unknown> {
  return bodyOf(name, { id: () => id, has: () => true })
}

/** A body with one place left open. */
export interface OpenBody {
  path: Path
  with: (id: string) => Record<string, unknown>
}

/**
 * Bodies that are the asker's own but for one id, of each place at which one stands. Each twice where that makes a difference, with every
 * optional field and with none but those that lead to the place: where two fields exclude each other, one of the bodies shows what the id
 * does.
 */
export function openBodies(name: RouteName, own: (field: string) => string): OpenBody[] {
  return idPlaces(name).flatMap((path) => {
    const id = (foreign: string) => (at: Path) => (at.join('.') === path.join('.') ? foreign : own(fieldOf(at)))
    const leads = (at: Path) => at.every((step, index) => path[index] === step)
    const [full, bare] = [() => true, leads].map((has) => ({ path, with: (given: string) => bodyOf(name, { id: id(given), has }) }))
    if (!full || !bare) return []
    return JSON.stringify(full.with('')) === JSON.stringify(bare.with('')) ? [full] : [full, bare]
  })
}

/** The places of a route's body at which an id stands. */
export function idPlaces(name: RouteName): Path[] {
  const places: Path[] = []
  const id = (path: Path) => {
    places.push(path)
    return ''
  }
  bodyOf(name, { id, has: () => true })
  return places
}

/** The name that says of what an id is: `unitIds` within a list as well. */
export function fieldOf(path: Path): string {
  return path.findLast((step) => step !== '0') ?? ''
}

export function fill(schema: Schema, filling: Filling, path: Path = []): unknown {
  if ('const' in schema) return schema.const
  if (schema.anyOf?.[0]) return fill(schema.anyOf[0], filling, path)
  const { type, properties = {}, required = [], items, minimum = 0 } = schema
  if (type === 'object') {
    const there = Object.entries(properties).filter(([key]) => required.includes(key) || filling.has([...path, key]))
    return Object.fromEntries(there.map(([key, value]) => [key, fill(value, filling, [...path, key])]))
  }
  if (type === 'array') return items ? [fill(items, filling, [...path, '0'])] : []
  if (type === 'string') return textOf(schema, filling, path)
  if (type === 'boolean') return true
  return type === 'integer' || type === 'number' ? (moments[fieldOf(path)] ?? Math.max(minimum, 1)) : null
}

function bodyOf(name: RouteName, filling: Filling): Record<string, unknown> {
  if (name === 'order.price') {
    const placing: Schema = bodies['order.place']
    return { lines: JSON.stringify(fill(placing.properties?.['lines'] ?? {}, filling, ['lines'])) }
  }
  return fill(bodies[name], filling) as Record<string, unknown>
}

/** A span that can be rented, by the clock of the tests' shop. */
const moments: Record<string, number> = {
  from: Date.parse('2026-11-29T10:00+08:00'),
  until: Date.parse('2026-11-30T10:00+08:00'),
}

function textOf({ pattern = '', minLength = 1 }: Schema, filling: Filling, path: Path): string {
  const isId = pattern.startsWith('^[0-9a-f]{8}-') || (pattern === '' && /Ids?$|^(token|code|resume|page)$/.test(fieldOf(path)))
  if (isId) return filling.id(path)
  if (pattern.startsWith('^[0-9a-f]{64}')) return '0'.repeat(64)
  return pattern === '^\\d{6}$' ? '000000' : '1'.repeat(minLength)
}
