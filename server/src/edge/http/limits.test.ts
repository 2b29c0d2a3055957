import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { limitNetworks } from './limits.ts'

test('H9 calls and pictures are counted by network, each for themselves, before anything is looked at; pages are not', async () => {
  const app = fastify()
  const [few, more] = [
    { perSecond: 0.001, burst: 2 },
    { perSecond: 0.001, burst: 3 },
  ]
  limitNetworks(app, { network: few, pictures: more, session: few })
  for (const url of ['/api/shop.get', '/files/:fileId/:name', '/*']) app.get(url, () => ({}))
  const asked = async (url: string, remoteAddress = '2001:db8::1') => (await app.inject({ url, remoteAddress })).statusCode
  const [call, picture] = ['/api/shop.get', '/files/x/96.webp']

  expect([await asked(call), await asked(call, '2001:db8::2'), await asked(call, '2001:db8::3')]).toEqual([200, 200, 429])
  expect([await asked(picture), await asked(picture), await asked(picture), await asked(picture)]).toEqual([200, 200, 200, 429])
  expect([await asked('/page'), await asked('/page'), await asked('/page'), await asked('/page')]).toEqual([200, 200, 200, 200])
  expect(await asked(call, '2001:db8:0:1::1')).toBe(200)
  expect((await app.inject({ url: call, remoteAddress: '2001:db8::9' })).json()).toMatchObject({ code: 'tooMany' })
  await app.close()
})
