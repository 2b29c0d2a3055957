import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'

const program = fileURLToPath(new URL('bare-fanout-process.ts', import.meta.url))

/** A process with nothing but a `ws` server, whose only work is to send. */
export interface BareFanout {
  child: ChildProcess
  connect(count: number, heard: (frame: Buffer) => void): Promise<WebSocket[]>
  send(frames: number, bytes: number): void
}

export async function startBareFanout(): Promise<BareFanout> {
  const child = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  return {
    child,
    async connect(count, heard) {
      const sockets: WebSocket[] = []
      for (let index = 0; index < count; index += 64) {
        const some = Array.from({ length: Math.min(64, count - index) }, () => connect(port, heard))
        sockets.push(...(await Promise.all(some)))
      }
      return sockets
    },
    send: (frames, bytes) => void child.send({ frames, bytes }),
  }
}

async function connect(port: number, heard: (frame: Buffer) => void): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false, skipUTF8Validation: true })
  socket.on('message', heard)
  await once(socket, 'open')
  return socket
}
