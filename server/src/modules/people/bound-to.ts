import { createHash } from 'node:crypto'
import type { Asker, Nobody } from '../../platform/deps.ts'
import type { CallExtras } from '../../platform/handler.ts'

/**
 * Who asked for a code, as a hash: the session, else the browser's own cookie, else network and user agent (a client without cookies
 * can begin as a guest to be bound better).
 */
export function boundTo(asker: Asker | Nobody, call: CallExtras): Buffer {
  const who = asker.sessionId ?? (call.device || `${call.network} ${call.userAgent}`)
  return createHash('sha256').update(who).digest()
}
