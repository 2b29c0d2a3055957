import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '@bobber/testkit/bare-environment'

/** A server in a process of its own. */
export interface NodeProcess {
  pid: number
  child: ChildProcess
  /** The port of its pages, once it listens. Rejects when it ends before. */
  listening: Promise<number>
  /** Settles when the process is gone, however it ended. */
  gone: Promise<void>
  /** Sends the signal; settles when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

interface Options {
  env: Record<string, string>
  /** arguments of Node itself */
  node?: string[]
  /** another program than the server's own main */
  main?: string
  /** told each line of its stderr */
  onComplaint?: (line: string) => void
}

const inRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
export const serverMain = inRoot('server/src/main.ts')

/** Starts `node server/src/main.ts` as `npm start` does; it ends by itself should its parent be killed. */
export function startNode({ env, node = [], main = serverMain, onComplaint }: Options): NodeProcess {
  const flags = ['--max-semi-space-size=8', '--import', inRoot('tools/ready/with-parent.mjs'), ...node]
  const child = spawn(process.execPath, [...flags, main], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...bareEnvironment(), PORT: '0', TLS_PORT: '0', LOG_LEVEL: 'warn', npm_lifecycle_event: 'start', ...env },
    // Ctrl-C is for whoever started it; he ends it in his own order.
    detached: true,
  })
  const gone = once(child, 'exit').then(() => undefined)
  const listening = new Promise<number>((resolve, reject) => {
    createInterface(piped(child.stdout)).on('line', (line) => {
      const port = /^shop http:\/\/[^:]+:(\d+)\//.exec(line)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    void gone.then(() => reject(new Error(`the server ended before it listened (${child.exitCode ?? child.signalCode})`)))
  })
  listening.catch(() => undefined) // whoever waits for it hears of it; nobody has to
  createInterface(piped(child.stderr)).on('line', (line) => onComplaint?.(line))
  return {
    pid: child.pid ?? 0,
    child,
    listening,
    gone,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await gone
    },
  }
}

function piped(stream: Readable | null): Readable {
  if (!stream) throw new Error('the child was started without pipes')
  return stream
}
