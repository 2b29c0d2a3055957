import type { X509Certificate } from 'node:crypto'

/** Two thirds of a certificate's life are over (T6, T12). `now`: epoch ms. */
export function isDue(certificate: X509Certificate, now: number): boolean {
  const from = certificate.validFromDate.getTime()
  const to = certificate.validToDate.getTime()
  return now >= from + ((to - from) * 2) / 3
}
