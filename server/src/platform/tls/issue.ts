import { randomBytes, webcrypto } from 'node:crypto'
import type { X509CertificateGenerator } from '@peculiar/x509'
import type { LocalNames } from './addresses.ts'
import { localNameConstraints, NAME_CONSTRAINTS } from './name-constraints.ts'
import type { KeyAndChain } from './pem-file.ts'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const
const DAY = 86_400_000

/** Ten years: phones should have to trust it once. Its name constraints keep that harmless (T2). */
export const AUTHORITY_DAYS = 3650
/** Below the 397 days that browsers accept from anyone. */
export const LEAF_DAYS = 365

type Extensions = NonNullable<Parameters<(typeof X509CertificateGenerator)['create']>[0]['extensions']>

/** 20 MB once loaded, needed a few times a year: loaded when something is issued. */
const library = () => import('@peculiar/x509')

/** A new authority. `name` stands in the phone's list of trusted certificates. `now`: epoch ms. */
export async function issueAuthority(name: string, now: number): Promise<KeyAndChain> {
  const x509 = await library()
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(now, AUTHORITY_DAYS),
    serialNumber: serial(),
    name: [{ CN: [name] }, { O: ['Bobber'] }],
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.Extension(NAME_CONSTRAINTS, true, localNameConstraints()),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { key: await exportKey(keys.privateKey), chain: `${certificate.toString('pem')}\n` }
}

/** A server certificate for `to`, signed by the authority. */
export async function issueLeaf(authority: KeyAndChain, to: LocalNames, now: number): Promise<KeyAndChain> {
  const x509 = await library()
  const issuer = new x509.X509Certificate(authority.chain)
  const keys = await newKeys()
  const extensions: Extensions = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      ...to.names.map((value) => ({ type: 'dns' as const, value })),
      ...to.addresses.map((value) => ({ type: 'ip' as const, value })),
    ]),
    await x509.AuthorityKeyIdentifierExtension.create(issuer),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ]
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(now, LEAF_DAYS - 1),
    serialNumber: serial(),
    // No common name: clients that still look there would hold it against the name constraints.
    subject: [{ O: ['Bobber'] }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: SIGNATURE,
    extensions,
  })
  return { key: await exportKey(keys.privateKey), chain: `${certificate.toString('pem')}\n` }
}

/** From a day before, for clocks that are behind, to `days` from now. */
function validity(now: number, days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now - DAY), notAfter: new Date(now + days * DAY) }
}

/** 127 random bits, positive. */
function serial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return webcrypto.subtle.importKey('pkcs8', der, CURVE, false, ['sign'])
}
