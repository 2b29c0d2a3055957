// Loaded into the server of a fault run (--import): kills a process in the middle of a commit, when told to. The next append is handed
// to the database and, a moment later, before its answer or just after, the server or the backend that works on it is gone.
import pg from 'pg'

let armed: { whom: 'server' | 'database'; afterMs: number } | null = null

process.on('message', (message) => {
  armed = message as NonNullable<typeof armed>
})
process.channel?.unref()

const query = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
const asked: (this: pg.Client, ...args: unknown[]) => unknown = function (...args) {
  const [config] = args
  const isAppend = typeof config === 'object' && config !== null && 'name' in config && config.name === 'log_append'
  const answer: unknown = Reflect.apply(query, this, args)
  if (!isAppend || armed === null) return answer
  const { whom, afterMs } = armed
  armed = null
  const backend = 'processID' in this ? Number(this.processID) : 0
  setTimeout(() => process.kill(whom === 'server' ? process.pid : backend, 'SIGKILL'), afterMs)
  return answer
}
Object.assign(pg.Client.prototype, { query: asked })
