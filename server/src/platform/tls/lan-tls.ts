import { X509Certificate } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { localNames, type LocalNames } from './addresses.ts'
import { Holder, type CertificateSource } from './certificates.ts'
import { isDue } from './due.ts'
import { authorityFile, fingerprint } from './fingerprint.ts'
import { issueAuthority, issueLeaf } from './issue.ts'
import { createPem, readPem, replacePem } from './pem-file.ts'

export interface LanTls extends CertificateSource {
  /** The authority, for phones to trust. Public. */
  readonly caPem: string
  /** What people compare before they trust it. */
  readonly fingerprint: string
  /** Private addresses of the machine as of the last look, the one to show first; loopback not among them. */
  addresses(): readonly string[]
  /** Issues a new leaf now. */
  renew(): Promise<void>
  /** Looks at the addresses and the calendar; issues a new leaf if one is due (T6). Answers whether it did. Call it hourly. */
  keepFresh(): Promise<boolean>
}

export interface LanTlsOptions {
  /** DATA_DIR/keys: holds lan-authority.pem and lan-leaf.pem, mode 0600. */
  readonly dir: string
  readonly clock: Pick<Clock, 'now'>
  /** What the machine is called; asked again at each look. */
  readonly names?: () => LocalNames
}

/** https on the local network by the shop's own authority. Makes what is missing. */
export async function createLanTls({ dir, clock, names = localNames }: LanTlsOptions): Promise<LanTls> {
  const leafFile = join(dir, 'lan-leaf.pem')
  const authority =
    (await readPem(authorityFile(dir))) ??
    (await createPem(authorityFile(dir), await issueAuthority(`浮漂 Bobber · ${hostname()}`, clock.now())))
  const ca = new X509Certificate(authority.chain)
  let called = names()

  async function issue(): Promise<{ key: string; chain: string }> {
    const leaf = await issueLeaf(authority, called, clock.now())
    await replacePem(leafFile, leaf)
    return leaf
  }

  const stored = await readPem(leafFile)
  const holder = new Holder(stored && isGood(stored.chain, ca, called, clock.now()) ? stored : await issue())

  return {
    caPem: authority.chain,
    fingerprint: fingerprint(authority.chain),
    addresses: () => called.addresses.filter((address) => address !== '127.0.0.1' && address !== '::1'),
    present: () => holder.present,
    secureContext: () => holder.context,
    onChange: (listener) => holder.onChange(listener),
    async renew() {
      called = names()
      holder.exchange(await issue())
    },
    async keepFresh() {
      called = names()
      if (isGood(holder.present.chain, ca, called, clock.now())) return false
      holder.exchange(await issue())
      return true
    },
  }
}

/** By this authority, not due, and for exactly the present names. */
function isGood(chain: string, ca: X509Certificate, called: LocalNames, now: number): boolean {
  const leaf = new X509Certificate(chain)
  if (!leaf.checkIssued(ca) || !leaf.verify(ca.publicKey)) return false
  if (isDue(leaf, now) || now < leaf.validFromDate.getTime()) return false
  const said = leaf.subjectAltName?.split(', ').length ?? 0
  return (
    said === called.addresses.length + called.names.length &&
    called.addresses.every((address) => leaf.checkIP(address) !== undefined) &&
    called.names.every((name) => leaf.checkHost(name) !== undefined)
  )
}
