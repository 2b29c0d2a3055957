import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { closeServer, httpServer, listenFrom, patience } from './listen.ts'

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

/** A machine on which these ports are free, the low ones root's, and all others taken. */
function machine(free: readonly number[]): ReturnType<typeof createServer> {
  const server = createServer()
  const listen = ({ port }: { port: number }) => {
    const fault = Object.assign(new Error('listen'), { code: port < 1024 ? 'EACCES' : 'EADDRINUSE' })
    queueMicrotask(() => (free.includes(port) ? server.emit('listening') : server.emit('error', fault)))
    return server
  }
  return Object.assign(server, { listen, address: () => null })
}

test('H15 a taken port leads to the next free one; where there is none, or it is not for this user, it says what to do', async () => {
  expect(await listenFrom(machine([8083]), 8080)).toBe(8083)
  expect(await listenFrom(machine([8083]), 8083)).toBe(8083)
  await expect(listenFrom(machine([8083]), 80)).rejects.toMatchObject({
    code: 'portForbidden',
    message: expect.stringContaining('Port 80 '),
  })
  await expect(listenFrom(machine([]), 8080)).rejects.toMatchObject({ code: 'portTaken', message: expect.stringContaining('8080 to 8279') })
  await expect(listenFrom(machine([8083]), 8080, { tries: 1 })).rejects.toMatchObject({ code: 'portTaken' })
  await expect(listenFrom(machine([]), 65_535)).rejects.toMatchObject({ code: 'portTaken' })
})
