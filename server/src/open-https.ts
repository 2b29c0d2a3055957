import type { RequestListener, Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { join } from 'node:path'
import { closeServer, isUnavailable, listenFrom, patience } from './listen.ts'
import { CannotStart } from './platform/cannot-start.ts'
import type { Deps } from './platform/deps.ts'
import { type AcmeRefusal, createTls, type LanTls, serveNewest, sniCallback, startChallengeServer, urlHost } from './platform/tls/index.ts'
import type { Releases } from './release.ts'

const usualPort = 443
const firstPort = 8443
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
  const { domain, acmeDirectory, acmeContact, acmePort, dataDir, tlsPort } = deps.config
  const clock = { now: () => Date.now() }
  const tls = await createTls({ dir: join(dataDir, 'keys'), clock, domain, acmeDirectory, acmeContact })

  const server = createHttps({ ...patience, SNICallback: sniCallback(tls.source) }, routing)
  releases.push('newest certificate', serveNewest(tls.source, server))
  attach(server)
  const port = await listenOn(server, tlsPort, domain)
  releases.push('https', () => closeServer(server))

  const host = (): string | undefined => domain ?? tls.lan.addresses().map(urlHost)[0]
  const urlOf = (name: string): string => new URL(`https://${name}:${port}/`).href
  if (tls.acme && domain !== null) await answerChallenges(deps, tls.acme.challenges, new URL(urlOf(domain)).host, acmePort, releases)
  let told: string | undefined
  const look = (): void => {
    tls
      .keepFresh()
      .then((refusal) => {
        if (refusal && refusal.detail !== told) tell(deps, refusal)
        told = refusal?.detail
      })
      .catch((fault: unknown) => deps.logger.error({ err: fault }, 'the certificate was not renewed'))
  }
  look()
  const timer = setInterval(look, hour)
  timer.unref()
  releases.push('certificate renewal', () => clearInterval(timer))
  return { port, lan: tls.lan, url: () => (host() === undefined ? null : urlOf(host() ?? '')) }
}

/** A domain's visitors come to 443 without being told a port; where that can't be had, and at home, it is the next free from 8443 on. */
async function listenOn(server: Server, asked: number | null, domain: string | null): Promise<number> {
  if (asked !== null) return listenFrom(server, asked)
  if (domain === null) return listenFrom(server, firstPort)
  try {
    return await listenFrom(server, usualPort, { tries: 1 })
  } catch (fault) {
    if (!(fault instanceof CannotStart)) throw fault
    return listenFrom(server, firstPort)
  }
}

/** Without a port for challenges the present certificate goes on serving, and the owner hears what to do (T13). */
async function answerChallenges(
  deps: Deps,
  challenges: ReadonlyMap<string, string>,
  shopHost: string,
  port: number,
  releases: Releases,
): Promise<void> {
  try {
    const listener = await startChallengeServer(challenges, shopHost, port)
    releases.push('challenges', () => listener.close())
  } catch (fault) {
    if (!isUnavailable(fault)) throw fault
    deps.window.write(`https 端口 ${port} 不可用：请让出它，或设置 ACME_PORT 并把外网的 80 端口转到那里。`)
    deps.window.write(`    Port ${port} can't be had: free it, or set ACME_PORT and forward port 80 of the internet to it.`)
  }
}

function tell({ logger, window }: Deps, refusal: AcmeRefusal): void {
  logger.warn({ acme: refusal }, 'no certificate for the domain')
  window.write(`https ${refusal.detail}`)
  window.write(`    ${refusal.remedy.zh}`)
  window.write(`    ${refusal.remedy.en}`)
}
