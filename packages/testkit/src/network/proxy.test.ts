import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { faultyProxy, type FaultyProxy } from './proxy.ts'

/** A server that says everything back. */
const server = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.pipe(socket)
})
let proxy: FaultyProxy
let sockets: Socket[] = []

beforeEach(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  proxy = await faultyProxy(() => ({ port }))
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await proxy.close()
  server.close()
})

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

async function echo(socket: Socket, words: string): Promise<string> {
  const heard = once(socket, 'data') as Promise<[Buffer]>
  socket.write(words)
  return (await heard)[0].toString('utf8')
}

test('SDK21 the proxy passes bytes as they are, late when told so', async () => {
  const socket = await dial()
  expect(await echo(socket, '浮漂')).toBe('浮漂')
  proxy.delay(30)
  const before = performance.now()
  expect(await echo(socket, 'late')).toBe('late')
  expect(performance.now() - before).toBeGreaterThan(50)
})

test('SDK21 a cut ends the connection, also in the middle of an answer', async () => {
  const socket = await dial()
  proxy.cutAfter(3)
  const heard = once(socket, 'data') as Promise<[Buffer]>
  const closed = once(socket, 'close')
  socket.write('abcdef')
  expect((await heard)[0].toString('utf8')).toBe('abc')
  await closed
  expect(proxy.open).toBe(0)
})

test('SDK21 a half-open connection tells nobody, and new ones work', async () => {
  const dead = await dial()
  await echo(dead, 'here')
  proxy.halfOpen()
  let heard = 0
  dead.on('data', () => heard++)
  dead.on('close', () => heard++)
  dead.write('into the void')
  expect(await echo(await dial(), 'anew')).toBe('anew')
  expect(heard).toBe(0)
})

test('SDK21 what was frozen arrives after the thaw, in order', async () => {
  const socket = await dial()
  await echo(socket, 'here')
  proxy.freeze()
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')))
  socket.write('one ')
  socket.write('two')
  const other = connect((server.address() as AddressInfo).port, '127.0.0.1')
  sockets.push(other)
  await echo(other, 'time passes')
  expect(heard).toBe('')
  proxy.thaw()
  while (heard.length < 7) await once(socket, 'data')
  expect(heard).toBe('one two')
})
