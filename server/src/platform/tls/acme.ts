import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { Holder, type CertificateSource } from './certificates.ts'
import type { Challenges } from './challenge-server.ts'
import { isDue } from './due.ts'
import { acmeRefusal, type AcmeRefusal } from './acme-refusal.ts'
import { createPem, readPem, replacePem, type KeyAndChain } from './pem-file.ts'

export const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory'
const RETRY_MS = 3_600_000

export interface AcmeOptions {
  readonly domain: string
  /** DATA_DIR/keys: holds acme-account.pem and acme-DOMAIN.pem, mode 0600. */
  readonly dir: string
  readonly clock: Pick<Clock, 'now'>
  /** Serves every other name, and the domain as long as it has no certificate. */
  readonly otherwise: CertificateSource
  /** Of the authority; Let's Encrypt unless told (ACME_DIRECTORY). */
  readonly directoryUrl?: string
  /** Where the authority may write about expiry. */
  readonly email?: string
  /** Pause between two looks at a pending order; authorities want seconds, a test doesn't. */
  readonly pollMs?: number
}

type Outcome = 'fresh' | 'renewed' | AcmeRefusal

export interface AcmeTls extends CertificateSource {
  /** For the challenge listener. */
  readonly challenges: Challenges
  /** Why the last order failed; undefined when it didn't. */
  problem(): AcmeRefusal | undefined
  /** Orders a certificate if one is due and the last failure is an hour ago. Answers what happened. Call it at start and hourly. */
  keepFresh(): Promise<Outcome>
}

/** https with a public certificate for `domain`. Nothing is asked of the authority before the first `keepFresh` (T11–T13). */
export async function createAcmeTls(options: AcmeOptions): Promise<AcmeTls> {
  const { dir, clock, otherwise } = options
  const domain = options.domain.toLowerCase()
  const file = join(dir, `acme-${domain}.pem`)
  const challenges = new Map<string, string>()
  const stored = await readPem(file)
  const own = stored && new X509Certificate(stored.chain).checkHost(domain) ? stored : undefined
  const holder = new Holder(own ?? otherwise.present())
  let issued = own !== undefined
  let problem: AcmeRefusal | undefined
  let running: Promise<Outcome> | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  otherwise.onChange(() => {
    if (!issued) holder.exchange(otherwise.present())
  })

  return {
    challenges,
    problem: () => problem,
    // Who names no server comes by address: no public certificate holds one.
    present: () => otherwise.present(),
    secureContext: (name) => (name.toLowerCase() === domain ? holder.context : otherwise.secureContext(name)),
    onChange: (listener) => otherwise.onChange(listener),
    keepFresh() {
      // One order at a time, whoever asks: authorities count them.
      running ??= refresh().finally(() => (running = undefined))
      return running
    },
  }

  async function refresh(): Promise<Outcome> {
    const now = clock.now()
    if (issued && !isDue(new X509Certificate(holder.present.chain), now)) return 'fresh'
    if (problem && now < failedAt + RETRY_MS) return problem
    try {
      const pem = await order({ ...options, domain }, challenges)
      await replacePem(file, pem)
      holder.exchange(pem)
      issued = true
      problem = undefined
      return 'renewed'
    } catch (cause) {
      failedAt = now
      problem = acmeRefusal(cause, domain)
      return problem
    } finally {
      challenges.clear()
    }
  }
}

async function order(options: AcmeOptions, challenges: Map<string, string>): Promise<KeyAndChain> {
  const { domain, dir, directoryUrl = LETS_ENCRYPT, email, pollMs = 5000 } = options
  // Asked first by hand: acme-client tries five times over a minute, and then hides that there is no network behind a TypeError.
  await fetch(directoryUrl, { signal: AbortSignal.timeout(10_000) })
  // Loaded when needed: with its HTTP client it takes 17 MB that a shop without a domain shouldn't pay.
  const acme = await import('acme-client')
  const accountFile = join(dir, 'acme-account.pem')
  const account =
    (await readPem(accountFile)) ??
    (await createPem(accountFile, { key: (await acme.crypto.createPrivateEcdsaKey('P-256')).toString(), chain: '' }))
  const client = new acme.Client({ directoryUrl, accountKey: account.key, backoffMin: pollMs, backoffMax: pollMs * 6 })
  const [key, csr] = await acme.crypto.createCsr({ altNames: [domain] }, await acme.crypto.createPrivateEcdsaKey('P-256'))
  const chain = await client.auto({
    csr,
    ...(email && { email }),
    termsOfServiceAgreed: true,
    challengePriority: ['http-01'],
    // Its own check asks the domain from here, which many a router doesn't allow from inside; the authority's check counts.
    skipChallengeVerification: true,
    challengeCreateFn: async (_, { token }, answer) => void challenges.set(token, answer),
    challengeRemoveFn: async (_, { token }) => void challenges.delete(token),
  })
  return { key: key.toString(), chain }
}
