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
  return valueOf(bodies[name] as Schema, id) as Record<string, unknown>
}

function valueOf(schema: Schema, id: string): unknown {
  if ('const' in schema) return schema.const
  if (schema.anyOf?.[0]) return valueOf(schema.anyOf[0], id)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, value]) => [key, valueOf(value, id)]))
    case 'array':
      return schema.items ? [valueOf(schema.items, id)] : []
    case 'string':
      return textOf(schema, id)
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

function textOf({ pattern = '', minLength = 1 }: Schema, id: string): string {
  if (pattern.startsWith('^[0-9a-f]{8}-')) return id
  if (pattern.startsWith('^[0-9a-f]{64}')) return '0'.repeat(64)
  return pattern === '^\\d{6}$' ? '000000' : '1'.repeat(minLength)
}
