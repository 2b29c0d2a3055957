import { createServer, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** Where the proxy leads: a port, or the path of a Unix socket. */
export type Target = { port: number; host?: string } | { path: string }

interface Pair {
  near: Socket
  far: Socket
  /** bytes no longer pass, and nobody is told */
  dead: boolean
}

/** A TCP proxy that behaves as networks do. Bytes are never changed, only late, missing, or not at all. */
export interface FaultyProxy {
  readonly port: number
  /** connections open now */
  readonly open: number
  /** ms each chunk waits from now on, in both directions; order is kept */
  delay(ms: number): void
  /** Resets connections that `picks` names (all when absent) at once, in the middle of whatever passes. */
  cut(picks?: (nth: number) => boolean): void
  /** Cuts each connection after so many more bytes towards the client: a cut at any byte. */
  cutAfter(bytes: number): void
  /** Open connections pass nothing any more and nobody is told; new ones work. */
  halfOpen(picks?: (nth: number) => boolean): void
  /** Nothing passes until `thaw`; then everything does, in order. */
  freeze(): void
  thaw(): void
  /** New connections are refused until `accept`. */
  refuse(): void
  accept(): void
  close(): Promise<void>
}

/** Listens on a free port of the loopback. `target` is asked at each connection, so a server may come back elsewhere. */
export async function faultyProxy(target: () => Target): Promise<FaultyProxy> {
  const pairs = new Set<Pair>()
  let delayMs = 0
  let frozen = false
  let refusing = false
  let cutIn = Number.POSITIVE_INFINITY

  const server: Server = createServer({ allowHalfOpen: false }, (near) => {
    if (refusing) {
      near.destroy()
      return
    }
    const to = target()
    const far = 'path' in to ? connect(to.path) : connect(to.port, to.host ?? '127.0.0.1')
    const pair: Pair = { near, far, dead: false }
    pairs.add(pair)
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      if (frozen) socket.pause()
    }
    pass(pair, near, far)
    pass(pair, far, near)
  })

  function pass(pair: Pair, from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      if (pair.dead) return
      if (from === pair.far) {
        cutIn -= chunk.length
        if (cutIn < 0) {
          // The part that was still allowed arrives, and then the line breaks: a frame is cut in its middle.
          pairs.delete(pair)
          pair.dead = true
          to.end(chunk.subarray(0, chunk.length + cutIn))
          from.resetAndDestroy()
          cutIn = Number.POSITIVE_INFINITY
          return
        }
      }
      if (delayMs === 0) to.write(chunk)
      else setTimeout(() => !pair.dead && to.writable && to.write(chunk), delayMs)
    })
    from.on('error', () => end(pair))
    from.on('close', () => {
      // A half-open line doesn't tell the other end that one end has gone.
      if (!pair.dead) setTimeout(() => end(pair), delayMs)
    })
  }

  function end(pair: Pair): void {
    pairs.delete(pair)
    pair.near.resetAndDestroy()
    pair.far.resetAndDestroy()
  }

  const chosen = (picks: (nth: number) => boolean) => [...pairs].filter((_, nth) => picks(nth))
  const all = () => true

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    port,
    get open() {
      return pairs.size
    },
    delay(ms) {
      delayMs = ms
    },
    cut(picks = all) {
      for (const pair of chosen(picks)) end(pair)
    },
    cutAfter(bytes) {
      cutIn = bytes
    },
    halfOpen(picks = all) {
      for (const pair of chosen(picks)) pair.dead = true
    },
    freeze() {
      frozen = true
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.pause()
    },
    thaw() {
      frozen = false
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.resume()
    },
    refuse() {
      refusing = true
    },
    accept() {
      refusing = false
    },
    async close() {
      for (const pair of pairs) end(pair)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
