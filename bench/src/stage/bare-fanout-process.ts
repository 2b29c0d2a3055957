// The limit that fanout is measured beside: a loop over sockets that sends ready bytes.
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('listening', () => process.send?.((server.address() as AddressInfo).port))
process.on('message', (asked) => {
  const { frames, bytes } = asked as { frames: number; bytes: number }
  const text = Buffer.alloc(bytes, 'x')
  const next = (left: number): void => {
    if (left === 0) return
    for (const socket of server.clients) socket.send(text, { binary: false })
    setImmediate(next, left - 1)
  }
  next(frames)
})
process.on('disconnect', () => process.exit())
