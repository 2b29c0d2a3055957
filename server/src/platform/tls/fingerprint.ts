import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { readPem } from './pem-file.ts'

/** SHA-256 of a certificate, in groups a person can compare. */
export function fingerprint(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').replace(/.{4}(?=.)/g, '$& ')
}

export function authorityFile(dir: string): string {
  return join(dir, 'lan-authority.pem')
}

/** Of the authority that a server has made in this folder, beside the server too; undefined: none yet. */
export async function authorityFingerprint(dir: string): Promise<string | undefined> {
  const authority = await readPem(authorityFile(dir))
  return authority && fingerprint(authority.chain)
}
