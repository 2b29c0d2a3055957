/** The SDK: one connection, a durable outbox and a log that never shows a silent hole. Platforms: `@bobber/client/platform/…`. */
export { ServerFault } from './api/call.ts'
export type { Client, ConnectionState, ConversationView, PresenceView, TimelineItem, Unsent } from './client.ts'
export { createClient } from './create.ts'
export type { Clock, Environment, Request, Response, Siblings, Socket, SocketEars, TabNews } from './environment.ts'
export { memoryStore } from './store/memory.ts'
export type { Change, Store } from './store/store.ts'
