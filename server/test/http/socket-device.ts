import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DownFrame, protocolVersion } from '@bobber/protocol'
import { WebSocket } from 'ws'
import { Crowd, usualLimits } from '../../src/edge/ws/crowd.ts'
import { createSync } from '../../src/edge/ws/sync.ts'
import { createShopDirectory } from '../../src/platform/shops.ts'
import type { TestServer } from './test-server.ts'

/** Tests say more in a second than people in an hour. */
const rate = { perSecond: 1e6, burst: 1e6 }
const boundless = new Crowd({ ...usualLimits, frames: rate, guestMessages: rate, networkMessages: rate })

/** The sync edge of a test's server, listening. */
export interface SyncAt {
  connect(as: { token: string | undefined; surface: 'storefront' | 'console'; shop?: string }): Promise<SocketDevice>
  close(): Promise<void>
}

export async function listenFor(server: TestServer): Promise<SyncAt> {
  const http = createServer()
  const sync = createSync(server.deps, createShopDirectory(server.deps.db), () => false, boundless)
  sync.attach(http)
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo
  return {
    async connect({ shop, ...as }) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws${shop === undefined ? '' : `?shop=${shop}`}`)
      await once(socket, 'open')
      return new SocketDevice(socket, as)
    },
    async close() {
      await sync.stop()
      http.close()
    },
  }
}

/** A bare device at the socket: says frames, and hears what comes. */
export class SocketDevice {
  readonly frames: DownFrame[] = []
  readonly #socket: WebSocket
  readonly #as: { token: string | undefined; surface: 'storefront' | 'console' }
  #barriers = 1_000

  constructor(socket: WebSocket, as: { token: string | undefined; surface: 'storefront' | 'console' }) {
    this.#socket = socket.setMaxListeners(0)
    this.#as = as
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString('utf8')) as DownFrame))
  }

  say(frame: object): void {
    this.#socket.send(JSON.stringify(frame))
  }

  hello(more: object = {}): void {
    const { token, surface } = this.#as
    this.say({
      t: 'hello',
      version: protocolVersion,
      surface,
      device: randomUUID(),
      locale: 'zh',
      ...(token !== undefined && { token }),
      ...more,
    })
  }

  /** The first frame since `from` that `which` names; rejects when the connection ends before. */
  async hear(which: (frame: DownFrame) => boolean, from = 0): Promise<DownFrame> {
    for (;;) {
      const found = this.frames.slice(from).find(which)
      if (found) return found
      if (this.#socket.readyState !== WebSocket.OPEN) throw new Error('the connection ended')
      await Promise.race([once(this.#socket, 'message'), once(this.#socket, 'close')])
    }
  }

  /** After its hello: says a frame and hears everything that comes until the server has dealt with it. Frames wait for each other there. */
  async ask(frame: object): Promise<DownFrame[]> {
    const from = this.frames.length
    this.say(frame)
    const ref = this.#barriers++
    this.say({ t: 'history', ref, conversationId: randomUUID(), fromSeq: 1, toSeq: 1 })
    const barrier = await this.hear((one) => one.t === 'refused' && one.of === String(ref), from)
    return this.frames.slice(from).filter((one) => one !== barrier)
  }

  close(): void {
    this.#socket.terminate()
  }
}
