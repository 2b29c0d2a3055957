import { createSecureContext, type SecureContext, type Server } from 'node:tls'
import type { KeyAndChain } from './pem-file.ts'

/** Somebody who has a certificate to serve, and may get a newer one at any time. */
export interface CertificateSource {
  /** The one for clients that name no server, e.g. because they come by address. */
  present(): KeyAndChain
  /** The one for a server name (SNI). */
  secureContext(servername: string): SecureContext
  /** Told after each change. Answers how to stop being told. */
  onChange(listener: () => void): () => void
}

/** Keeps `server` on the newest certificate without closing anything (T5). Answers how to let go of it. */
export function serveNewest(source: CertificateSource, server: Server): () => void {
  const swap = (): void => {
    const { key, chain } = source.present()
    server.setSecureContext({ key, cert: chain })
  }
  swap()
  return source.onChange(swap)
}

/** For `https.createServer`: the certificate by server name. */
export function sniCallback(source: CertificateSource) {
  return (servername: string, answer: (fault: Error | null, context?: SecureContext) => void): void => {
    answer(null, source.secureContext(servername))
  }
}

/** One certificate that can be exchanged: what both sources are made of. */
export class Holder {
  #present: KeyAndChain
  #context: SecureContext
  readonly #listeners = new Set<() => void>()

  constructor(first: KeyAndChain) {
    this.#present = first
    this.#context = contextOf(first)
  }

  get present(): KeyAndChain {
    return this.#present
  }

  get context(): SecureContext {
    return this.#context
  }

  exchange(next: KeyAndChain): void {
    this.#context = contextOf(next) // first: throws on a broken one, before anything changed
    this.#present = next
    for (const listener of this.#listeners) listener()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

function contextOf({ key, chain }: KeyAndChain): SecureContext {
  return createSecureContext({ key, cert: chain })
}
