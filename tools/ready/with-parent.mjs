// Loaded before the server by npm start: when npm itself is killed, the server would go on unseen, hold the data folder, and have the
// next npm start refused. It stops instead, in order. A server that is started without npm has no such parent.
import { whenOrphaned } from './orphaned.mjs'

if (process.env.npm_lifecycle_event === 'start') whenOrphaned(() => process.kill(process.pid, 'SIGTERM'))
