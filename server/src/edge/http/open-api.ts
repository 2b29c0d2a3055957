import { type RouteName, routes } from '@bobber/protocol'
import { bodies } from '@bobber/protocol/bodies'

/** The table of routes as OpenAPI 3.1, for developers who connect a till. Schemas are JSON Schema as they stand. */
export function openApi(version: string): object {
  const paths = Object.fromEntries((Object.keys(routes) as RouteName[]).map((name) => [`/api/${name}`, pathOf(name)]))
  return {
    openapi: '3.1.0',
    info: { title: 'Bobber', version, description: 'A refusal is a value: code, message and remedy, in the language of bobber-locale.' },
    paths,
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['code', 'message', 'remedy'],
          properties: {
            code: { type: 'string' },
            message: { type: 'string' },
            remedy: { type: 'string' },
            retryAfterMs: { type: 'integer' },
          },
        },
      },
    },
  }
}

function pathOf(name: RouteName): object {
  const route = routes[name]
  const answers = {
    200: { description: 'Done', content: { 'application/json': { schema: {} } } },
    default: { description: 'A refusal', content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
  }
  const asks = route.verb === 'GET' ? {} : { requestBody: bodyOf(name) }
  const operation = {
    operationId: name,
    'x-roles': route.may,
    security: (route.may as readonly string[]).includes('nobody') ? [{}, { session: [] }] : [{ session: [] }],
    parameters: [...headersOf(name), ...queryOf(name)],
    ...asks,
    responses: answers,
  }
  return { [route.verb.toLowerCase()]: operation }
}

function headersOf(name: RouteName): object[] {
  const header = (key: string, required: boolean, schema: object) => ({ name: key, in: 'header', required, schema })
  return [
    header('bobber-surface', true, { enum: ['storefront', 'console'] }),
    header('bobber-locale', false, { enum: ['zh', 'en'] }),
    header('bobber-shop', false, { type: 'string' }),
    ...('once' in routes[name] ? [header('idempotency-key', true, { type: 'string', format: 'uuid' })] : []),
  ]
}

function queryOf(name: RouteName): object[] {
  const route = routes[name]
  const schema = bodies[name]
  if ((route.verb !== 'GET' && !('upload' in route)) || !('properties' in schema)) return []
  const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : []
  return Object.entries(schema.properties as object).map(([key, value]) => ({
    name: key,
    in: 'query',
    required: required.includes(key),
    schema: value as object,
  }))
}

function bodyOf(name: RouteName): object {
  if ('upload' in routes[name]) return { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } }
  return { content: { 'application/json': { schema: bodies[name] } } }
}
