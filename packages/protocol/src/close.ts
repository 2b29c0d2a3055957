/** Why the server closes a connection. Only `gone` means: don't come back (S6). */
export const closeCodes = {
  /** the session is nobody's, or the protocol is too old: sign in or reload, don't retry */
  gone: 4099,
  /** the reader was too slow: resume at once (S8) */
  slow: 4001,
  /** the server stops or is busy: come back after the backoff it names */
  restart: 4002,
  /** repeated bad frames (S12) */
  abuse: 4003,
  /** silence (S7) */
  silent: 4004,
} as const

/** Reasons of a `gone` that say that the session is nobody's: the device keeps nothing of its person (spec/client.md SDK22). */
export const nobodysReasons: readonly string[] = ['notSignedIn', 'revoked']
