import { randomBytes, webcrypto } from 'node:crypto'
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import * as x509 from '@peculiar/x509'
import { Problem } from './problem.ts'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const

export interface Issuer {
  readonly caPem: string
  /** The PEM chain for a certificate request that asks for exactly these names. */
  issue(csr: Buffer, names: readonly string[], from: number, to: number): Promise<string>
}

/** A certificate authority of the tests' own; `from`, `to`: epoch ms. */
export async function createIssuer(now: number): Promise<Issuer> {
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test Authority',
    notBefore: new Date(now - 3_600_000),
    notAfter: new Date(now + 400 * 86_400_000),
    keys,
    signingAlgorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  })
  return {
    caPem: ca.toString('pem'),
    async issue(csr, names, from, to) {
      const request = new Pkcs10CertificateRequest(csr)
      const asked = namesOf(request)
      if (!(await request.verify())) throw new Problem('badCSR', 'the request is not signed by its key')
      if (asked.toSorted().join() !== names.toSorted().join()) throw new Problem('badCSR', 'the request asks for other names')
      const leaf = await X509CertificateGenerator.create({
        serialNumber: `40${randomBytes(15).toString('hex')}`,
        subject: `CN=${names[0] ?? ''}`,
        issuer: ca.subject,
        notBefore: new Date(from),
        notAfter: new Date(to),
        publicKey: request.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm,
        extensions: [
          new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        ],
      })
      return `${leaf.toString('pem')}\n${ca.toString('pem')}\n`
    },
  }
}

function namesOf(request: Pkcs10CertificateRequest): string[] {
  const extension = request.getExtension('2.5.29.17')
  return extension ? new SubjectAlternativeNameExtension(extension.rawData).names.items.map(({ value }) => value) : []
}
