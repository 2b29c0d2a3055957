import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Clip, ClipFault } from './rewrite.ts'

const child = fileURLToPath(new URL('child.ts', import.meta.url))

/** The dearest honest clip, 50 MB on a busy machine, takes a second or two. */
const mostMs = 20_000

/**
 * Rewrites a clip in a process of its own, bound in memory and time (F12). A thread wouldn't do: where V8 can't get an array's next block
 * it ends the whole process, and a thread's own limit doesn't always come first.
 * @throws when the process could not do its work at all
 */
export async function rewriteApart(bytes: Uint8Array, most = mostMs): Promise<Clip | ClipFault> {
  const process = fork(child, [String(most)], {
    execArgv: ['--max-old-space-size=256'], // MB; the bytes themselves lie outside of it
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // Killed or out of memory it says nothing: the clip's fault.
  let answer = 'fileBroken' as Clip | ClipFault
  process.once('message', (told) => (answer = told as Clip | ClipFault))
  // What it said last may be read after it has ended.
  const ended = Promise.all([once(process, 'exit'), once(process, 'disconnect')])
  process.send(bytes, () => undefined) // one that ends before it has read all is told of by its end
  const [[code]] = (await ended) as [[number | null], unknown]
  if (code === 1) throw new Error('the process that rewrites clips failed')
  return answer
}
