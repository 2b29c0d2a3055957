import { type RouteName } from '@bobber/protocol'
import { bodies } from '@bobber/protocol/bodies'

interface Schema {
  type?: string
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  items?: Schema
  pattern?: string
  minLength?: number
  minimum?: number
  minItems?: number
}

/** A body that the route's schema takes, with every optional field, and `id` wherever an id belongs. */
export function sampleBody(name: RouteName, id: string): Record<string, unknown> {
  if (name === 'order.price') return { lines: JSON.stringify(sampleBody('order.place', id)['lines']) }
  return valueOf(bodies[name], id) as Record<string, unknown>
}

function valueOf(schema: Schema, id: string): unknown {
  if ('const' in schema) return schema.const
  if (schema.anyOf?.[0]) return valueOf(schema.anyOf[0], id)
  const { type, properties = {}, items, minimum = 0 } = schema
  if (type === 'object') return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, valueOf(value, id)]))
  if (type === 'array') return items ? [valueOf(items, id)] : []
  if (type === 'string') return textOf(schema, id)
  if (type === 'boolean') return true
  return type === 'integer' || type === 'number' ? Math.max(minimum, 1) : null
}

function textOf({ pattern = '', minLength = 1 }: Schema, id: string): string {
  if (pattern.startsWith('^[0-9a-f]{8}-')) return id
  if (pattern.startsWith('^[0-9a-f]{64}')) return '0'.repeat(64)
  return pattern === '^\\d{6}$' ? '000000' : '1'.repeat(minLength)
}
