import { type Role, type RouteName, routes, staffRoles } from '@bobber/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer, type TestServer } from './test-server.ts'

const roles: readonly Role[] = ['nobody', 'guest', 'customer', ...staffRoles]
const names = Object.keys(routes) as RouteName[]

let server: TestServer
const tokens = new Map<Role, string>()

beforeAll(async () => {
  server = await testServer()
  const owner = await server.owner()
  tokens.set('owner', owner)
  tokens.set('guest', (await server.ask('guest.begin', {})).reply.token)
  tokens.set('customer', await server.customer('13800000001'))
  for (const role of staffRoles.filter((name) => name !== 'owner')) tokens.set(role, await server.staff(owner, role))
}, 60_000)
afterAll(() => server.close())

/** Asks with a field that no route has: whoever is let in is told `malformed`, and nothing is done. */
async function askedAs(role: Role, name: RouteName): Promise<string> {
  const token = tokens.get(role)
  const surface = role === 'nobody' || role === 'guest' || role === 'customer' ? 'storefront' : 'console'
  const { refusal } = await server.ask(name, { noRouteHasThis: 1 }, { token, surface })
  return refusal.code
}

describe.each(roles)('as %s', (role) => {
  test('H2 each route lets in exactly the roles of the table', async () => {
    const expected = Object.fromEntries(names.map((name) => [name, expectedCode(role, name)]))
    const found: Record<string, string> = {}
    for (const name of names) found[name] = await askedAs(role, name)
    expect(found).toEqual(expected)
  })
})

test('H2 the generated test can tell: each role is let in somewhere and kept out somewhere', () => {
  for (const role of roles) {
    const codes = new Set(names.map((name) => expectedCode(role, name)))
    expect(codes.size).toBe(2)
  }
  expect(expectedCode('service', 'staff.roles')).toBe('forbidden')
  expect(expectedCode('nobody', 'customer.find')).toBe('notSignedIn')
})

function expectedCode(role: Role, name: RouteName): string {
  const may: readonly Role[] = routes[name].may
  if (may.includes(role)) return 'malformed'
  return role === 'nobody' ? 'notSignedIn' : 'forbidden'
}
