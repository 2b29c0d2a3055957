/** Bounds of the reconnect delay (S6). */
export const firstDelayMs = 500
export const longestDelayMs = 20_000

/**
 * Full jitter: uniform below a ceiling that doubles from 0.5 s to 20 s, so that clients of a server that came back don't return
 * together. A server that is busy names the earliest moment; the jitter comes on top of it.
 */
export function delayMs(attempt: number, random: number, retryAfterMs = 0): number {
  return Math.round(retryAfterMs + random * Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10)))
}
