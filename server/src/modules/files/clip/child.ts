import { Worker } from 'node:worker_threads'
import { rewrite } from './rewrite.ts'

// The process that apart.ts starts: `child.ts <most ms>`. It takes one clip, answers with it rewritten or with what is wrong, and ends.

// A loop without end hears no signal, and the server that would send one may be gone: a thread of its own ends both.
new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${Number(process.argv[2])})`, { eval: true }).unref()

process.once('message', (bytes: Uint8Array) => {
  void rewrite(bytes).then((answer) => process.send?.(answer, () => process.disconnect()))
})
