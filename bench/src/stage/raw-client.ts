import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { protocolVersion } from '@bobber/protocol'
import { WebSocket } from 'ws'

/**
 * A client without an SDK: frames are bytes, looked into no further than a figure needs. The load generator shares its cores with the
 * server, and whatever it spends is missing there.
 */
export interface RawClient {
  socket: WebSocket
  /** where its log ended when it went live */
  resume: string
  /** the frame it went live with: everything it had missed */
  first: string
  /** Told every frame after that; latin1, so that looking for ASCII is cheap. */
  onFrame: (text: string) => void
  /** The same as it came, instead of `onFrame`. */
  onBytes?: (frame: Buffer) => void
}

const patienceMs = 30_000

/** Connects and catches up; without `resume` as a device does on its first start. Throws when the server refuses. */
export async function connectRaw(port: number, token: string, resume?: string): Promise<RawClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { perMessageDeflate: false, skipUTF8Validation: true })
  const client: RawClient = { socket, resume: '', first: '', onFrame: () => undefined }
  const live = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('a client did not go live')), patienceMs)
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`a client was closed with ${code}`)))
    socket.on('message', (data: Buffer) => {
      if (client.resume !== '' && client.onBytes) return client.onBytes(data)
      const text = data.toString('latin1')
      if (client.resume !== '') return client.onFrame(text)
      if (text.startsWith('{"t":"resync"')) socket.send('{"t":"snapshot","ref":1}')
      else if (text.startsWith('{"t":"snapshot"')) socket.send(`{"t":"resume","resume":"${resumeOf(text)}"}`)
      else if (text.startsWith('{"t":"refused"')) reject(new Error(text))
      else if (text.startsWith('{"t":"changes"') && resumeOf(text) !== '') {
        client.resume = resumeOf(text)
        client.first = text
        clearTimeout(late)
        resolve()
      }
      return undefined
    })
  })
  live.catch(() => undefined)
  await Promise.race([once(socket, 'open'), live])
  socket.send(
    JSON.stringify({
      t: 'hello',
      version: protocolVersion,
      surface: 'storefront',
      token,
      device: randomUUID(),
      locale: 'zh',
      ...(resume !== undefined && { resume }),
    }),
  )
  await live
  return client
}

/** Connects many, a few at a time: a thousand handshakes at once would measure the kernel's queues. */
export async function connectAll(port: number, tokens: readonly string[], atOnce = 64): Promise<RawClient[]> {
  const clients: RawClient[] = []
  let next = 0
  const connectNext = async (): Promise<void> => {
    for (let index = next++; index < tokens.length; index = next++) clients[index] = await connectRaw(port, tokens[index] ?? '')
  }
  await Promise.all(Array.from({ length: atOnce }, connectNext))
  return clients
}

/** The sealed cursor of a frame, '' when it has none. */
export function resumeOf(text: string): string {
  const at = text.lastIndexOf('"resume":"')
  return at === -1 ? '' : text.slice(at + 10, text.indexOf('"', at + 10))
}

/** How many entries a `changes` frame holds. */
export function entriesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('"entryId":"'); at !== -1; at = text.indexOf('"entryId":"', at + 100)) count++
  return count
}

/**
 * How many entries a frame holds, for many that get the same one: the bytes are compared, and counted only where they are others. The load
 * generator would spend more on counting a thousand times than the server on sending.
 */
export function entryCounter(): (frame: Buffer) => number {
  let last: Buffer = Buffer.alloc(0)
  let count = 0
  return (frame) => {
    if (!frame.equals(last)) {
      last = frame
      const text = frame.toString('latin1')
      count = text.startsWith('{"t":"changes"') ? entriesIn(text) : 0
    }
    return count
  }
}

let made = 0
/** An id nobody else makes, in order as the SDK's are. */
export function nextId(): string {
  return `00000000-0000-7000-8000-${(made++).toString(16).padStart(12, '0')}`
}
