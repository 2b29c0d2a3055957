import type { RequestListener } from 'node:http'
import { flushCompileCache } from 'node:module'
import type { Config } from './config.ts'
import { createApp } from './edge/http/app.ts'
import { allHandlers } from './edge/http/handlers.ts'
import { createSync } from './edge/ws/sync.ts'
import { greet } from './greeting.ts'
import { startJobs } from './jobs/worker.ts'
import { closeServer, httpServer, listenFrom } from './listen.ts'
import { repeatErasures } from './modules/conversations/index.ts'
import { newOwnerLink, watchOtherNodes } from './modules/people/index.ts'
import { firstShop } from './modules/shops/index.ts'
import { openDeps } from './open-deps.ts'
import { type Https, openHttps } from './open-https.ts'
import { noteAddress } from './platform/address.ts'
import type { Deps } from './platform/deps.ts'
import { createShopDirectory } from './platform/shops.ts'
import { type ServerWindow, terminal } from './platform/window.ts'
import { jobs, peoplePorts, providers, shopPorts } from './ports.ts'
import { urlHost } from './platform/tls/index.ts'
import { placed } from './place.ts'
import { createReleases, type Releases } from './release.ts'
import { runUntilStopped } from './run-until-stopped.ts'
import { keepUp } from './upkeep.ts'
import { version } from './version.ts'

/** Brings everything up, top to bottom. What is acquired pushes its release; the shutdown is this list backwards. */
export async function boot(config: Config, window: ServerWindow, releases: Releases): Promise<{ port: number; tlsPort: number }> {
  const deps = await openDeps(config, window, releases)
  logFatal(deps, releases)
  const shopId = await firstShop(deps)
  await repeatErasures(deps)
  releases.push('other nodes', watchOtherNodes(deps))
  releases.push('upkeep', keepUp(deps))
  releases.push('jobs', await startJobs(deps, jobs(deps), { alone: config.databaseUrl === null }))

  const shops = createShopDirectory(deps.db)
  let https: Https | undefined
  const app = await createApp({
    deps,
    shops,
    handlers: allHandlers({ people: peoplePorts, shops: shopPorts, payments: providers }),
    version,
    trust: () => https && { caPem: https.lan.caPem, shopUrl: () => https?.url() ?? '', tlsPort: https.port },
  })
  releases.push('app', () => app.close())
  const routing: RequestListener = (request, response) => app.routing(request, response)
  const sync = createSync(deps, shops, () => https !== undefined)
  const http = httpServer(routing)
  sync.attach(http)
  const port = await listenFrom(http, config.port)
  releases.push('http', () => closeServer(http))
  const address = `http://localhost:${port}`
  releases.push('address', noteAddress(config.dataDir, address))
  https = await openHttps(deps, routing, (server) => sync.attach(server), releases)
  // Said goodbye before anybody stops listening: a listener ends only after its last socket.
  releases.push('sockets', () => sync.stop())
  deps.lan = () => lanOf(https, port)

  const ownerToken = await newOwnerLink(deps, shopId)
  await greet({ deps, shopId, address, ownerToken })
  return { port, tlsPort: https.port }
}

/** What nobody caught is told in the window (run-until-stopped.ts) and kept in the log. */
function logFatal({ logger }: Deps, releases: Releases): void {
  const log = (fault: unknown, origin: string): void => logger.fatal({ err: fault }, origin)
  process.on('uncaughtExceptionMonitor', log)
  releases.push('fatal', () => void process.off('uncaughtExceptionMonitor', log))
}

/** Where phones go, and where they learn to trust it; null when the machine has no address of its own. */
function lanOf(https: Https | undefined, port: number): ReturnType<Deps['lan']> {
  const url = https?.url() ?? null
  const [address] = https?.lan.addresses() ?? []
  if (!https || url === null || address === undefined) return null
  return { url, trustUrl: `http://${urlHost(address)}:${port}/trust`, fingerprint: https.lan.fingerprint }
}

if (import.meta.main) {
  const releases = createReleases()
  await runUntilStopped(async () => {
    await boot(placed(process.env, terminal), terminal, releases)
    // Node keeps what it compiled when it ends; a server that is killed would leave nothing for the next start.
    flushCompileCache()
  }, releases)
}
