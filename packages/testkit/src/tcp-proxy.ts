import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Random } from './random.ts'

/** A bad line between clients and a server: what it carries it delays, cuts in the middle of a frame, swallows, or holds back. */
export interface TcpProxy {
  port: number
  /** Where new connections lead; null: refused, as by a server that isn't there. */
  target: number | null
  /** From now on a good line: what goes badly is cut, and new connections are left alone. */
  calm(): void
  /** What befell the connections so far. */
  readonly counts: Readonly<Record<Fate, number>>
  close(): Promise<void>
}

const fates = ['clean', 'slow', 'cut', 'halfOpen', 'frozen'] as const
type Fate = (typeof fates)[number]

interface Line {
  fate: Fate
  /** bytes it carries before its fate is met */
  left: number
  delayMs: number
  met: boolean
}

/** Listens on a free port of the loopback. Each connection's fate and its byte are drawn from the seed. */
export async function openTcpProxy(random: Random): Promise<TcpProxy> {
  const open = new Set<Socket>()
  const bad = new Set<Socket>()
  const counts: Record<Fate, number> = { clean: 0, slow: 0, cut: 0, halfOpen: 0, frozen: 0 }
  let calm = false
  const server = createServer((near) => {
    if (proxy.target === null) return near.destroy()
    const far = connect(proxy.target, '127.0.0.1')
    const fate = calm ? 'clean' : random.pick(['clean', 'clean', 'clean', ...fates] as const)
    const line: Line = { fate, left: random.below(random.pick([800, 20_000])), delayMs: 10 + random.below(250), met: false }
    counts[fate]++
    if (fate !== 'clean') for (const end of [near, far]) bad.add(end)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.setNoDelay(true)
      from.on('error', () => undefined) // 'close' follows and says it all
      from.on('close', () => {
        open.delete(from)
        bad.delete(from)
        // The far end of a half-open line hears of nothing.
        if (!(line.fate === 'halfOpen' && line.met)) to.destroy()
      })
      from.on('data', (bytes) => {
        carry(bytes, line, from, to)
      })
    }
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    target: null,
    calm() {
      calm = true
      for (const end of bad) end.destroy()
    },
    counts,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
  return proxy
}

function carry(bytes: Buffer, line: Line, from: Socket, to: Socket): void {
  const whole = bytes.length <= line.left
  line.left -= bytes.length
  if (line.fate === 'slow') {
    from.pause()
    setTimeout(() => {
      to.write(bytes)
      from.resume()
    }, line.delayMs)
  } else if (line.fate === 'clean' || whole) to.write(bytes)
  else if (line.fate === 'cut') cut(bytes.subarray(0, Math.max(0, line.left + bytes.length)), from, to)
  else if (line.fate === 'halfOpen') line.met = true
  else if (line.met) to.write(bytes)
  else freeze(bytes, line, from, to)
}

/** The last bytes arrive, in the middle of whatever they are, and then nothing. */
function cut(last: Buffer, from: Socket, to: Socket): void {
  to.write(last, () => to.destroy())
  from.destroy()
}

/** Holds both ways back for seconds, then lets everything through at once. */
function freeze(bytes: Buffer, line: Line, from: Socket, to: Socket): void {
  line.met = true
  from.pause()
  setTimeout(
    () => {
      to.write(bytes)
      from.resume()
    },
    1_000 + line.delayMs * 20,
  )
}
