import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'

const PATH = '/.well-known/acme-challenge/'

/** Challenge tokens under way and what to answer to each (RFC 8555 §8.3). */
export type Challenges = ReadonlyMap<string, string>

/** Answers challenges, sends everything else to https on the domain: the listener of port 80 (T14). */
export function challengeListener(challenges: Challenges, domain: string): RequestListener {
  return (request, response) => {
    const { pathname, search } = locate(request.url)
    const answer = pathname.startsWith(PATH) ? challenges.get(pathname.slice(PATH.length)) : undefined
    if (answer !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer)
    } else if (pathname.startsWith(PATH)) {
      response.writeHead(404).end()
    } else {
      // The domain of the configuration, never the Host header: a visitor is not sent where a request says.
      response.writeHead(308, { location: `https://${domain}${pathname}${search}` }).end()
    }
  }
}

export interface ChallengeServer {
  readonly port: number
  close(): Promise<void>
}

/** Listens for challenges; `port` 80 outside tests. Throws what `listen` throws, e.g. EACCES or EADDRINUSE. */
export async function startChallengeServer(challenges: Challenges, domain: string, port = 80, host?: string): Promise<ChallengeServer> {
  const server = createServer(challengeListener(challenges, domain))
  server.listen(port, host)
  await once(server, 'listening')
  const at = server.address()
  return {
    port: typeof at === 'object' && at ? at.port : port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Path and query as the URL standard reads them: no second host can hide in a path such as `//elsewhere`. */
function locate(url = '/'): { pathname: string; search: string } {
  const parsed = URL.parse(url.startsWith('/') ? `http://shop${url}` : url)
  return { pathname: parsed?.pathname ?? '/', search: parsed?.search ?? '' }
}
