import { randomUUID } from 'node:crypto'
import { protocolVersion } from '@bobber/protocol'
import { WebSocket } from 'ws'

/** Somebody signed in who takes part in nothing, on a bare socket that comes back for ever: whatever names a conversation is kept. */
export function listenOutside(url: string, token: string): { leaked: string[] } {
  const leaked: string[] = []
  const hello = { t: 'hello', version: protocolVersion, surface: 'storefront', token, device: randomUUID(), locale: 'zh' }
  const open = (): void => {
    const socket = new WebSocket(`${url}/ws`, { perMessageDeflate: false, handshakeTimeout: 5_000 })
    socket.on('open', () => socket.send(JSON.stringify(hello)))
    socket.on('error', () => undefined) // 'close' follows
    socket.on('close', () => setTimeout(open, 400))
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8')
      if (text.includes('"conversationId"') || text.startsWith('{"t":"presence"')) leaked.push(text.slice(0, 200))
      if (text.startsWith('{"t":"resync"')) socket.send('{"t":"snapshot","ref":1}')
      const resume = text.startsWith('{"t":"snapshot"') ? /"resume":"([^"]+)"/.exec(text)?.[1] : undefined
      if (resume !== undefined) socket.send(JSON.stringify({ t: 'resume', resume }))
    })
  }
  open()
  return { leaked }
}
