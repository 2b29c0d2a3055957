import { randomBytes, type JsonWebKey } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createIssuer } from './issuer.ts'
import { readJws, record, text, thumbprint, type Signed } from './jws.ts'
import { Problem } from './problem.ts'

/** Where the authority finds a domain's port 80. */
export type Resolve = (domain: string) => { host: string; port: number }

export interface AcmeServer {
  readonly directoryUrl: string
  /** What its certificates go back to. */
  readonly caPem: string
  /** How many of each there are. */
  counts(): { accounts: number; orders: number; certificates: number }
  /** From now on every new order is answered by this problem; undefined ends it. */
  refuseOrders(problem: Problem | undefined): void
  stop(): Promise<void>
}

interface Account {
  readonly url: string
  readonly jwk: JsonWebKey
}

interface Order {
  readonly id: string
  readonly account: Account
  readonly domain: string
  readonly token: string
  challenge: 'pending' | 'processing' | 'valid' | 'invalid'
  error?: Problem
  chain?: string
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

/** A small ACME authority (RFC 8555): http-01 only, one name an order. Listens on loopback; `lifeMs` is how long its certificates last. */
export async function startAcmeServer(options: { resolve: Resolve; now: () => number; lifeMs: number }): Promise<AcmeServer> {
  const issuer = await createIssuer(options.now())
  const nonces = new Set<string>()
  const accounts = new Map<string, Account>()
  const orders = new Map<string, Order>()
  let refused: Problem | undefined
  let base = ''

  const server = createServer((request, response) => {
    void handle(request)
      .catch((fault: unknown) => problemAnswer(fault))
      .then((answer) => send(response, answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  base = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`

  async function handle(request: IncomingMessage): Promise<Answer> {
    const path = request.url ?? ''
    if (path === '/directory') return { body: directory() }
    if (path === '/nonce') return { status: request.method === 'HEAD' ? 200 : 204 }
    if (request.method !== 'POST') throw new Problem('malformed', 'POST only', 405)
    if (request.headers['content-type'] !== 'application/jose+json') throw new Problem('malformed', 'content type', 415)
    const signed = readJws(await bodyOf(request))
    if (signed.url !== base + path) throw new Problem('unauthorized', 'signed for another URL', 403)
    if (path === '/account') return newAccount(signed)
    const account = signerOf(signed)
    if (path === '/order') return newOrder(account, signed)
    if (base + path === account.url) return { body: { status: 'valid' } }
    const [, kind = '', id = '', step = ''] = path.split('/')
    const order = orders.get(id)
    if (!order || order.account !== account) throw new Problem('unauthorized', 'not yours', 403)
    if (kind === 'order') return step === 'finalize' ? finalize(order, signed) : orderAnswer(order)
    if (kind === 'authorization') return { body: authorization(order) }
    if (kind === 'challenge') return challenge(order, signed)
    if (kind === 'certificate' && order.chain)
      return { body: order.chain, headers: { 'content-type': 'application/pem-certificate-chain' } }
    throw new Problem('malformed', 'nothing here', 404)
  }

  function directory(): Record<string, string> {
    return {
      newNonce: `${base}/nonce`,
      newAccount: `${base}/account`,
      newOrder: `${base}/order`,
      revokeCert: `${base}/none`,
      keyChange: `${base}/none`,
    }
  }

  /** The nonce is spent only by a request whose signature holds. */
  function spend({ nonce }: Signed): void {
    if (!nonces.delete(nonce)) throw new Problem('badNonce', 'unknown or used before')
  }

  function newAccount(signed: Signed): Answer {
    if (!('jwk' in signed.signer)) throw new Problem('malformed', 'a new account is signed with its key')
    const { jwk } = signed.signer
    signed.verifyWith(jwk)
    spend(signed)
    const id = thumbprint(jwk)
    const known = accounts.get(id)
    if (!known && signed.payload?.['onlyReturnExisting'] === true) throw new Problem('accountDoesNotExist', 'no account has this key')
    if (!known && signed.payload?.['termsOfServiceAgreed'] !== true) throw new Problem('userActionRequired', 'terms', 403)
    const account = known ?? { url: `${base}/accounts/${id}`, jwk }
    accounts.set(id, account)
    return { status: known ? 200 : 201, headers: { location: account.url }, body: { status: 'valid' } }
  }

  function signerOf(signed: Signed): Account {
    const { signer } = signed
    const account = 'kid' in signer && accounts.get(signer.kid.slice(`${base}/accounts/`.length))
    if (!account) throw new Problem('accountDoesNotExist', 'no such account')
    signed.verifyWith(account.jwk)
    spend(signed)
    return account
  }

  function newOrder(account: Account, { payload }: Signed): Answer {
    if (refused) throw refused
    const asked: unknown[] = Array.isArray(payload?.['identifiers']) ? payload['identifiers'] : []
    const identifier = record(asked[0])
    if (identifier['type'] !== 'dns' || asked.length > 1) throw new Problem('unsupportedIdentifier', 'one DNS name')
    const order: Order = { id: random(), account, domain: text(identifier['value']), token: random(), challenge: 'pending' }
    orders.set(order.id, order)
    return { ...orderAnswer(order), status: 201 }
  }

  function orderAnswer(order: Order): Answer {
    const url = `${base}/order/${order.id}`
    const body = {
      status: statusOf(order),
      identifiers: [{ type: 'dns', value: order.domain }],
      authorizations: [`${base}/authorization/${order.id}`],
      finalize: `${url}/finalize`,
      ...(order.chain && { certificate: `${base}/certificate/${order.id}` }),
    }
    return { headers: { location: url }, body }
  }

  function authorization(order: Order): object {
    const status = order.challenge === 'processing' ? 'pending' : order.challenge
    return { status, identifier: { type: 'dns', value: order.domain }, challenges: [challengeBody(order)] }
  }

  function challengeBody({ id, token, challenge: status, error }: Order): object {
    return { type: 'http-01', url: `${base}/challenge/${id}`, token, status, ...(error && { error: error.document() }) }
  }

  function challenge(order: Order, { payload }: Signed): Answer {
    if (payload && order.challenge === 'pending') {
      order.challenge = 'processing'
      void validate(order)
    }
    return { body: challengeBody(order), headers: { link: `<${base}/authorization/${order.id}>;rel="up"` } }
  }

  async function validate(order: Order): Promise<void> {
    const { host, port } = options.resolve(order.domain)
    const url = `http://${host}:${port}/.well-known/acme-challenge/${order.token}`
    const answer = await fetch(url, { redirect: 'manual', headers: { host: order.domain } })
      .then((response) => (response.ok ? response.text() : `status ${response.status}`))
      .catch(() => undefined)
    const fits = answer?.trim() === `${order.token}.${thumbprint(order.account.jwk)}`
    order.challenge = fits ? 'valid' : 'invalid'
    if (answer === undefined) order.error = new Problem('connection', `no connection to ${order.domain} on port 80`)
    else if (!fits) order.error = new Problem('unauthorized', `invalid response from ${order.domain}`, 403)
  }

  async function finalize(order: Order, { payload }: Signed): Promise<Answer> {
    if (statusOf(order) !== 'ready') throw new Problem('orderNotReady', statusOf(order), 403)
    const now = options.now()
    order.chain = await issuer.issue(Buffer.from(text(payload?.['csr']), 'base64url'), [order.domain], now - 1000, now + options.lifeMs)
    return orderAnswer(order)
  }

  function send(response: ServerResponse, { status = 200, headers, body }: Answer): void {
    const nonce = random()
    nonces.add(nonce)
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers, 'replay-nonce': nonce })
    response.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body))
  }

  return {
    directoryUrl: `${base}/directory`,
    caPem: issuer.caPem,
    counts: () => ({
      accounts: accounts.size,
      orders: orders.size,
      certificates: [...orders.values()].filter((order) => order.chain).length,
    }),
    refuseOrders(problem) {
      refused = problem
    },
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function statusOf({ chain, challenge }: Order): string {
  if (chain) return 'valid'
  if (challenge === 'invalid') return 'invalid'
  return challenge === 'valid' ? 'ready' : 'pending'
}

function problemAnswer(fault: unknown): Answer {
  const problem = fault instanceof Problem ? fault : new Problem('serverInternal', String(fault), 500)
  return { status: problem.status, headers: { 'content-type': 'application/problem+json' }, body: problem.document() }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}

function random(): string {
  return randomBytes(16).toString('base64url')
}
