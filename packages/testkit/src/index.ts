/** What tests own instead of the world: time, chance, ids, the network, and a shop's log in memory. */
export { ManualClock } from './clock.ts'
export { countingIds } from './ids.ts'
export { MemoryLog } from './memory-log.ts'
export type { LogSetting, NewConversation } from './log-setting.ts'
export { type ServerEnd, type ServerSocket, Wire } from './network/wire.ts'
export { type Random, seededRandom } from './random.ts'
