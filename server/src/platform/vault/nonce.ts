import { randomFillSync } from 'node:crypto'

const LENGTH = 12
const pool = Buffer.alloc(LENGTH * 512)
let used = pool.length

/** Writes a fresh random 12-byte nonce into `target` at `offset`. Drawn in bulk: one system call per nonce would cost more than the sealing. */
export function writeNonce(target: Buffer, offset: number): void {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  pool.copy(target, offset, used, used + LENGTH)
  used += LENGTH
}
