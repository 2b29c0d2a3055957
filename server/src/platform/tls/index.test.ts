import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startAcmeServer } from '../../../test/acme/acme-server.ts'
import { createTls, startChallengeServer } from './index.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bobber-tls-'))
})
afterEach(() => rm(dir, { recursive: true }))

const clock = { now: () => Date.now() }

describe('all certificates together', () => {
  test('T11 without a domain there is the shop’s own alone, and nothing is asked of anybody', async () => {
    const tls = await createTls({ dir, clock, domain: null, acmeDirectory: null, acmeContact: null })
    expect(tls.acme).toBeUndefined()
    expect(tls.source).toBe(tls.lan)
    expect(await tls.keepFresh()).toBeUndefined()
  })

  test('T11 with a domain it is ordered from the authority that the configuration names', async () => {
    let port = 9
    const authority = await startAcmeServer({ resolve: () => ({ host: '127.0.0.1', port }), now: clock.now, lifeMs: 86_400_000 })
    const options = { dir, clock, domain: 'Shop.Test', acmeDirectory: authority.directoryUrl, acmeContact: 'owner@shop.test' }
    const tls = await createTls(options)
    const listener = await startChallengeServer(tls.acme?.challenges ?? new Map(), 'shop.test', 0, '127.0.0.1')
    port = listener.port
    const before = tls.source.secureContext('shop.test')
    expect(await tls.keepFresh()).toBeUndefined()
    expect(authority.counts().certificates).toBe(1)
    expect(tls.source.secureContext('shop.test')).not.toBe(before)
    await listener.close()
    await authority.stop()
  })
})
