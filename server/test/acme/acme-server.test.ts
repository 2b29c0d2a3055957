import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAcmeServer, type AcmeServer } from './acme-server.ts'

let acme: AcmeServer
let base: string
beforeAll(async () => {
  acme = await startAcmeServer({ resolve: () => ({ host: '127.0.0.1', port: 9 }), now: () => Date.now(), lifeMs: 1000 })
  base = acme.directoryUrl.replace('/directory', '')
})
afterAll(() => acme.stop())

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

interface Request {
  privateKey: KeyObject
  header: Record<string, unknown>
  payload?: object
}

function jws({ privateKey, header, payload }: Request): string {
  const [head, content] = [header, payload].map((part) => (part ? Buffer.from(JSON.stringify(part)).toString('base64url') : ''))
  const signature = sign('sha256', Buffer.from(`${head}.${content}`), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return JSON.stringify({ protected: head, payload: content, signature: signature.toString('base64url') })
}

async function post(path: string, body: string): Promise<{ status: number; type: string; nonce: string; location: string | null }> {
  const response = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body })
  const [, type = ''] = /acme:error:(\w+)/.exec(await response.text()) ?? []
  const { headers, status } = response
  return { status, type, nonce: headers.get('replay-nonce') ?? '', location: headers.get('location') }
}

const nonce = async (): Promise<string> => (await fetch(`${base}/nonce`, { method: 'HEAD' })).headers.get('replay-nonce') ?? ''

describe('the ACME server of the tests', () => {
  test('T15 takes a well signed request once, and refuses it a second time', async () => {
    const { privateKey, publicKey } = newKey()
    const header = { alg: 'ES256', nonce: await nonce(), url: `${base}/account`, jwk: publicKey.export({ format: 'jwk' }) }
    const body = jws({ privateKey, header, payload: { termsOfServiceAgreed: true } })
    expect(await post('/account', body)).toMatchObject({ status: 201 })
    expect(await post('/account', body)).toMatchObject({ status: 400, type: 'badNonce' })
    const again = jws({ privateKey, header: { ...header, nonce: await nonce() }, payload: {} })
    expect(await post('/account', again)).toMatchObject({ status: 200 })
  })

  test('T15 refuses forged, misdirected, unsigned and half-signed requests', async () => {
    const { privateKey, publicKey } = newKey()
    const jwk = publicKey.export({ format: 'jwk' })
    const good = async () => ({ alg: 'ES256', nonce: await nonce(), url: `${base}/account`, jwk })
    const payload = { termsOfServiceAgreed: true }
    const before = acme.counts()
    const wrong: [string, string][] = [
      [jws({ privateKey: newKey().privateKey, header: await good(), payload }), 'unauthorized'],
      [jws({ privateKey, header: { ...(await good()), url: `${base}/order` }, payload }), 'unauthorized'],
      [jws({ privateKey, header: { ...(await good()), nonce: 'made-up' }, payload }), 'badNonce'],
      [jws({ privateKey, header: { ...(await good()), alg: 'none' }, payload }), 'badSignatureAlgorithm'],
      [jws({ privateKey, header: { ...(await good()), kid: `${base}/accounts/x` }, payload }), 'malformed'],
      [jws({ privateKey, header: await good(), payload: {} }), 'userActionRequired'],
      ['{}', 'malformed'],
      ['not JSON', 'malformed'],
    ]
    for (const [body, type] of wrong) expect(await post('/account', body)).toMatchObject({ type })
    const stranger = { alg: 'ES256', nonce: await nonce(), url: `${base}/order`, kid: `${base}/accounts/nobody` }
    expect(await post('/order', jws({ privateKey, header: stranger, payload: {} }))).toMatchObject({ type: 'accountDoesNotExist' })
    expect(acme.counts()).toEqual(before)
  })

  test('T15 shows an order to its own account only', async () => {
    const accounts = await Promise.all([newKey(), newKey()].map(register))
    const [owner, other] = accounts
    if (!owner || !other) throw new Error('two accounts')
    const order = await owner('/order', { identifiers: [{ type: 'dns', value: 'shop.test' }] })
    const path = order.location?.slice(base.length) ?? ''
    expect(await owner(path)).toMatchObject({ status: 200 })
    expect(await other(path)).toMatchObject({ status: 403, type: 'unauthorized' })
    expect(await owner(`${path}/finalize`, { csr: '' })).toMatchObject({ status: 403, type: 'orderNotReady' })
  })
})

async function register({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }) {
  const header = { alg: 'ES256', nonce: await nonce(), url: `${base}/account`, jwk: publicKey.export({ format: 'jwk' }) }
  const { location } = await post('/account', jws({ privateKey, header, payload: { termsOfServiceAgreed: true } }))
  return async (path: string, payload?: object) =>
    post(
      path,
      jws({ privateKey, header: { alg: 'ES256', nonce: await nonce(), url: base + path, kid: location }, ...(payload && { payload }) }),
    )
}
