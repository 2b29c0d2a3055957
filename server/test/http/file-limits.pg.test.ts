import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetNetworks } from '../../src/modules/files/index.ts'
import { testServer, type TestServer } from './test-server.ts'

const GiB = 1024 ** 3
let server: TestServer
let photo: Buffer
beforeAll(async () => {
  server = await testServer()
  photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#2a7f8a' } })
    .png()
    .toBuffer()
}, 60_000)
afterAll(() => server.close())

async function add(token: string, remoteAddress: string, surface = 'storefront'): Promise<string> {
  const headers = { 'bobber-surface': surface, authorization: `Bearer ${token}`, 'content-type': 'image/png' }
  const answer = await server.app.inject({ method: 'POST', url: '/api/file.add', headers, remoteAddress, payload: photo })
  return answer.statusCode === 200 ? 'added' : answer.json<{ code: string }>().code
}
const guest = async () => (await server.ask('guest.begin', {})).reply.token
/** As if the pictures that were added from there so far had been that large. */
const grown = (bytes: number) =>
  server.deps.pool.query('update file set bytes = $1 where shop_id = $2 and network_blind is not null', [bytes, server.shopId])
const networks = async () =>
  (await server.deps.pool.query<{ known: number }>('select count(network_blind)::int as known from file')).rows[0]?.known

/** Whoever holds the token has added so many pictures today. */
async function had(token: string, pictures: number): Promise<void> {
  const { personId } = (await server.ask('session.current', {}, { token })).reply.me ?? { personId: '' }
  await server.deps.pool.query(
    `insert into file (shop_id, file_id, added_by, folder, width, height, bytes, digest, added_at)
     select $1, gen_random_uuid(), $2, 'none', 1, 1, 1, '', $3 from generate_series(1, $4::int)`,
    [server.shopId, personId, new Date(server.deps.clock.now()), pictures],
  )
}

test('F8 the guests of one network bring in a gibibyte a day together, however many they are; other networks and the staff go on', async () => {
  const owner = await server.owner()
  expect(await add(await guest(), '2001:db8:8:1::1')).toBe('added')
  await grown(GiB)
  expect(await add(await guest(), '2001:db8:8:1:ffff::2')).toBe('tooMany')
  expect(await add(await guest(), '2001:db8:8:2::1')).toBe('added')
  expect(await add(owner, '2001:db8:8:1::1', 'console')).toBe('added')
})

test('F8 all visitors of a shop together bring in five; a day later there is room again, and nobody’s network is known', async () => {
  const owner = await server.owner()
  await grown(3 * GiB)
  expect(await add(await guest(), '2001:db8:8:3::1')).toBe('tooMany')
  expect(await add(owner, '2001:db8:8:3::1', 'console')).toBe('added')
  await forgetNetworks(server.deps)
  expect(await networks()).toBe(2)
  server.pass(24 * 3_600_000 + 1)
  await forgetNetworks(server.deps)
  expect(await networks()).toBe(0)
  expect(await add(await guest(), '2001:db8:8:3::1')).toBe('added')
})

test('F8 of pictures that come at once, no more than there is room for are taken', async () => {
  const token = await guest()
  await had(token, 98)
  const answers = await Promise.all(Array.from({ length: 8 }, () => add(token, '2001:db8:8:4::1')))
  expect(answers.toSorted()).toEqual(['added', 'added', ...Array.from({ length: 6 }, () => 'tooMany')])
})

test('F8 who has had enough is told so before the picture is received', async () => {
  const token = await guest()
  await had(token, 100)
  const headers = { 'bobber-surface': 'storefront', authorization: `Bearer ${token}`, 'content-length': '5000000' }
  const answer = await server.app.inject({ method: 'POST', url: '/api/file.add', headers })
  expect(answer.json()).toMatchObject({ code: 'tooMany' })
})
