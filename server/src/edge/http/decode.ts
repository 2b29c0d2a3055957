import { type Refusal, refuse, type RouteName } from '@bobber/protocol'
import { bodies } from '@bobber/protocol/bodies'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

const validators = new Map<RouteName, Validator>()

/** A route's validator, compiled at its first call: at the start nobody waits for 70 of them. */
function validatorOf(name: RouteName): Validator {
  const known = validators.get(name)
  if (known) return known
  const made = Compile(bodies[name])
  validators.set(name, made)
  return made
}

/** The value itself when it is exactly what the route takes: nothing is added, converted or silently left out (H3). */
export function decodeBody(name: RouteName, value: unknown): { body: unknown } | Refusal {
  const validator = validatorOf(name)
  if (validator.Check(value)) return holdsNul(value) ? refuse('malformed', { detail: 'NUL' }) : { body: value }
  return refuse('malformed', { detail: firstFault(validator, value) })
}

/** A JSON body; an empty one counts as `{}`, because commands without a body have nothing to send. */
export function decodeJson(name: RouteName, bytes: Buffer): { body: unknown } | Refusal {
  if (bytes.length === 0) return decodeBody(name, {})
  try {
    return decodeBody(name, JSON.parse(bytes.toString('utf8')))
  } catch {
    return refuse('malformed', { detail: 'JSON' })
  }
}

/** A query's text values, read as the numbers and booleans its schema asks for. A key given twice is refused. */
export function decodeQuery(name: RouteName, query: URLSearchParams): { body: unknown } | Refusal {
  const properties = propertiesOf(bodies[name])
  const body: Record<string, unknown> = {}
  for (const [key, text] of query) {
    if (Object.hasOwn(body, key)) return refuse('malformed', { detail: `${shown(key)} ×2` })
    Object.defineProperty(body, key, { value: readAs(properties[key], text), enumerable: true })
  }
  return decodeBody(name, body)
}

function readAs(schema: unknown, text: string): unknown {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

function propertiesOf(schema: TSchema): Record<string, unknown> {
  return 'properties' in schema ? (schema.properties as Record<string, unknown>) : {}
}

/** A NUL is no text, and the database faults at it wherever it comes by. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, inner]) => key.includes('\0') || holdsNul(inner))
}

/** Where and what, never the value: it may be private. */
function firstFault(validator: Validator, value: unknown): string {
  const [fault] = validator.Errors(value)
  if (!fault) return 'body'
  const where = shown(fault.instancePath.replaceAll('/', '.').replace(/^\./, '')) || 'body'
  // A key that the schema doesn't know is told as one whose schema is "false".
  return fault.keyword === 'boolean' ? `${where}: unknown` : `${where}: ${fault.message}`
}

function shown(name: string): string {
  return name.replace(/[^\w.-]/g, '?').slice(0, 60)
}
