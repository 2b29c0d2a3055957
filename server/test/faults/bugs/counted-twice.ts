// I5: a live entry is counted before it is numbered, and again after.
import { changeOutgoing } from './outgoing.ts'

changeOutgoing((frame) => ({ ...frame, entries: frame.entries.map((entry) => ({ ...entry, count: entry.count + 1 })) }))
