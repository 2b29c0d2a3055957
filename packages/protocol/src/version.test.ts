import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { messageSchemas } from './entries.ts'
import { upFrames } from './frames.ts'
import { kindRules } from './kinds.ts'
import { protocolVersion } from './version.ts'

/** What the two ends must agree on. Another hash needs another version, and its line of history in version.ts. */
const locked: Record<number, string> = {
  1: 'e82e8f4ae3f22ae8707c62a78a4b942d',
  2: '4f712fd530c379d9128cd06718af49c2',
  3: '30d1474d12d8166e1d80c5f44a1af477',
  4: '732b7e2fc833e771746fe2dce7fc17a4',
}

test('S1 the wire of a version is locked: another frame, message or audience needs another version', () => {
  const wire = JSON.stringify([upFrames, messageSchemas, kindRules])
  expect(createHash('sha256').update(wire).digest('hex').slice(0, 32)).toBe(locked[protocolVersion])
})
