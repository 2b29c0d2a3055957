/** What went wrong between us and the database, by SQLSTATE or by the socket's own code. */
function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : ''
}

/** Class 08, the shutdowns of class 57P, and the driver's own words for a broken socket: whether it committed is unknown. */
export function isConnectionLoss(fault: unknown): boolean {
  const code = codeOf(fault)
  if (/^(08|57P)/.test(code) || ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ENOENT', 'ETIMEDOUT'].includes(code)) return true
  return fault instanceof Error && /Connection terminated|Client has encountered a connection error/.test(fault.message)
}

export function isUniqueViolation(fault: unknown): boolean {
  return codeOf(fault) === '23505'
}

/** Deadlock, serialization, lock timeout: nothing happened, the same again may go through. */
export function isPassing(fault: unknown): boolean {
  return ['40P01', '40001', '55P03', 'BB001'].includes(codeOf(fault))
}

export function isStartedAnew(fault: unknown): boolean {
  return codeOf(fault) === 'BB001'
}
