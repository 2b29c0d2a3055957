import type { Clock } from '../clock.ts'
import { createAcmeTls, type AcmeTls } from './acme.ts'
import type { AcmeRefusal } from './acme-refusal.ts'
import type { CertificateSource } from './certificates.ts'
import { createLanTls, type LanTls } from './lan-tls.ts'

export { urlHost } from './addresses.ts'
export { serveNewest, sniCallback, type CertificateSource } from './certificates.ts'
export { startChallengeServer, type ChallengeServer } from './challenge-server.ts'
export { authorityFingerprint } from './fingerprint.ts'
export { qrText } from './qr.ts'
export { trustAnswer } from './trust/answer.ts'
export type { AcmeRefusal, AcmeTls, LanTls }

export interface TlsOptions {
  /** DATA_DIR/keys */
  readonly dir: string
  /** The machine's own clock, never a practice shop's: certificates go by the calendar of the phones. */
  readonly clock: Pick<Clock, 'now'>
  readonly domain: string | null
  readonly acmeDirectory: string | null
  readonly acmeContact: string | null
}

export interface Tls {
  /** Give it to `serveNewest` and `sniCallback`. */
  readonly source: CertificateSource
  readonly lan: LanTls
  /** Only with a domain; start its challenge listener before the first `keepFresh`. */
  readonly acme: AcmeTls | undefined
  /** Renews whatever is due. Call it after listening and then hourly. Answers why the domain has no new certificate, if so. */
  keepFresh(): Promise<AcmeRefusal | undefined>
}

/** Every certificate the server serves: the shop's own for the local network, a public one for the domain if there is one. */
export async function createTls({ dir, clock, domain, acmeDirectory, acmeContact }: TlsOptions): Promise<Tls> {
  const lan = await createLanTls({ dir, clock })
  const more = { ...(acmeDirectory && { directoryUrl: acmeDirectory }), ...(acmeContact && { email: acmeContact }) }
  const acme = domain === null ? undefined : await createAcmeTls({ domain, dir, clock, otherwise: lan, ...more })
  return {
    source: acme ?? lan,
    lan,
    acme,
    async keepFresh() {
      await lan.keepFresh()
      const outcome = await acme?.keepFresh()
      return typeof outcome === 'object' ? outcome : undefined
    },
  }
}
