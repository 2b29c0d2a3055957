import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '@bobber/testkit/bare-environment'
import { isRefusal, type WordedRefusal } from '@bobber/protocol'
import { type Client, memoryStore } from '@bobber/client'
import { nodeClient } from '@bobber/client/platform/node'
import { type NodeProcess, startNode } from '../faults/node-process.ts'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** A server in a process of its own, as npm start runs it. */
export interface Running {
  url: string
  /** what stood in its window so far */
  window: string[]
  node: NodeProcess
}

export async function startServer(env: Record<string, string>): Promise<Running> {
  const node = startNode({ env: { LOG_LEVEL: 'trace', ...env } })
  const window: string[] = []
  if (node.child.stdout) createInterface(node.child.stdout).on('line', (line) => window.push(line))
  return { url: `http://127.0.0.1:${await node.listening}`, window, node }
}

/** `npm run bobber -- …args`; answers its exit code and everything it wrote. */
export async function bobber(env: Record<string, string>, ...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...bareEnvironment(), LOG_LEVEL: 'trace', ...env } })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number | null]>])
  return { code: code ?? -1, said: `${out}${err}` }
}

export function clientOf(server: Running, surface: 'storefront' | 'console', more: { token?: string; shop?: string } = {}): Client {
  const fault = (cause: unknown): never => {
    throw new Error('the client faulted', { cause })
  }
  return nodeClient({ url: server.url, surface, store: memoryStore(), fault, ...more })
}

/** The answer that is no refusal. Throws the refusal's code. */
export async function good<T>(answer: Promise<T | WordedRefusal>): Promise<Exclude<T, WordedRefusal>> {
  const given = await answer
  if (isRefusal(given)) throw new Error(`refused: ${given.code}`)
  return given as Exclude<T, WordedRefusal>
}

const password = 'crane harbor 9'

/** The owner, by the token in a line that ends with a link: the first time it makes him, later it sets his password. */
export async function ownerBy(server: Running, said: string, shop?: string): Promise<{ client: Client; token: string }> {
  const [, kind, link = ''] = /\/console\/(owner|password)(?:\?shop=[\w-]+)?#([\w-]{43})/.exec(said) ?? []
  const visitor = clientOf(server, 'console', shop === undefined ? {} : { shop })
  const { token } =
    kind === 'password'
      ? await good(visitor.call('passwordLink.use', { token: link, password }))
      : await good(
          visitor.call('ownerLink.use', {
            token: link,
            name: '店主甲',
            login: `owner-${link.slice(0, 6).toLowerCase()}`,
            password,
            shopName: '小店',
          }),
        )
  await visitor.close()
  return { client: clientOf(server, 'console', { token, ...(shop !== undefined && { shop }) }), token }
}
