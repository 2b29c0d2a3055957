import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { closeServer, httpServer, patience } from './listen.ts'

test('H9 who dawdles over his headers or his body is let go', async () => {
  const server = httpServer((asked, answer) => void asked.on('end', () => answer.end('late')).resume(), {
    headersTimeout: 100,
    requestTimeout: 200,
    connectionsCheckingInterval: 20,
  })
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const heard = async (written: string): Promise<string> => {
    const socket = connect(port).on('error', () => undefined)
    socket.write(written)
    return text(socket)
  }
  const body = 'POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 20000000\r\n\r\nthe first bytes'
  expect(await Promise.all([heard('POST / HTTP/1.1\r\nHo'), heard(body)])).toEqual([
    expect.stringContaining('408'),
    expect.stringContaining('408'),
  ])
  await closeServer(server)
  expect(patience.headersTimeout).toBeLessThan(patience.requestTimeout)
})
