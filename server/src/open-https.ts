import { createServer as createHttps } from 'node:https'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { createAcmeTls } from './platform/tls/acme.ts'
import { serveNewest, sniCallback, type CertificateSource } from './platform/tls/certificates.ts'
import { startChallengeServer } from './platform/tls/challenge-server.ts'
import { createLanTls, type LanTls } from './platform/tls/lan-tls.ts'
import type { Server } from 'node:http'
import type { Deps } from './platform/deps.ts'
import type { Releases } from './release.ts'
import { closeServer, listenFrom } from './listen.ts'

const firstTlsPort = 8443
const hour = 3_600_000

export interface Https {
  port: number
  lan: LanTls
  /** where phones find the shop: by its domain, else by the machine's first private address; null: neither */
  url(): string | null
}

/** https for phones: by the shop's own authority on the local network, by ACME for DOMAIN. Certificates go by the world's clock. */
export async function openHttps(
  deps: Deps,
  routing: RequestListener,
  attach: (server: Server) => void,
  releases: Releases,
): Promise<Https> {
  const { config } = deps
  const dir = join(config.dataDir, 'keys')
  const clock = { now: () => Date.now() }
  const lan = await createLanTls({ dir, clock })
  const source = config.domain === null ? lan : await openAcme(deps, config.domain, dir, lan, releases)

  const server = createHttps({ SNICallback: sniCallback(source) }, routing)
  releases.push('newest certificate', serveNewest(source, server))
  attach(server)
  const port = await listenFrom(server, config.tlsPort ?? firstTlsPort)
  releases.push('https', () => closeServer(server))

  const keepFresh = setInterval(() => {
    lan.keepFresh().catch((fault: unknown) => deps.logger.error({ err: fault }, 'the certificate was not renewed'))
  }, hour)
  keepFresh.unref()
  releases.push('certificate renewal', () => clearInterval(keepFresh))
  const host = (): string | undefined => config.domain ?? lan.addresses().map(inAddress)[0]
  return { port, lan, url: () => (host() === undefined ? null : `https://${host()}:${port}/`) }
}

async function openAcme(deps: Deps, domain: string, dir: string, otherwise: LanTls, releases: Releases): Promise<CertificateSource> {
  const { acmeDirectory, acmeContact } = deps.config
  const acme = await createAcmeTls({
    domain,
    dir,
    clock: { now: () => Date.now() },
    otherwise,
    ...(acmeDirectory !== null && { directoryUrl: acmeDirectory }),
    ...(acmeContact !== null && { email: acmeContact }),
  })
  const challenges = await startChallengeServer(acme.challenges, domain)
  releases.push('challenges', () => challenges.close())
  const look = (): void => {
    acme
      .keepFresh()
      .then((outcome) => typeof outcome === 'string' || deps.logger.warn({ acme: outcome }, 'no certificate for the domain'))
      .catch((fault: unknown) => deps.logger.error({ err: fault }, 'ACME'))
  }
  look()
  const timer = setInterval(look, hour)
  timer.unref()
  releases.push('ACME', () => clearInterval(timer))
  return acme
}

/** As it stands in an address: IPv6 in brackets. */
export function inAddress(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
