import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { Problem } from './problem.ts'

export interface Signed {
  readonly url: string
  readonly nonce: string
  /** An account's URL, or the key of one that is to be made: exactly one of them (RFC 8555 §6.2). */
  readonly signer: { readonly kid: string } | { readonly jwk: JsonWebKey }
  /** Undefined for POST-as-GET, whose payload is empty. */
  readonly payload: Record<string, unknown> | undefined
  verifyWith(jwk: JsonWebKey): void
}

/** Reads a flattened JWS. The signature is checked by `verifyWith`, once the signer's key is known. */
export function readJws(body: string): Signed {
  const jws = record(parse(body))
  const [head, content, signature] = [text(jws['protected']), text(jws['payload']), text(jws['signature'])]
  const header = record(parse(decode(head)))
  const jwk = header['jwk'] === undefined ? undefined : record(header['jwk'])
  const kid = header['kid']
  if ((jwk === undefined) === (kid === undefined)) throw new Problem('malformed', 'either jwk or kid')
  return {
    url: text(header['url']),
    nonce: text(header['nonce']),
    signer: jwk ? { jwk } : { kid: text(kid) },
    payload: content === '' ? undefined : record(parse(decode(content))),
    verifyWith(key) {
      if (header['alg'] !== 'ES256') throw new Problem('badSignatureAlgorithm', 'ES256 only')
      const publicKey = createPublicKey({ key, format: 'jwk' })
      const bytes = Buffer.from(`${head}.${content}`)
      if (!verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) {
        throw new Problem('unauthorized', 'the signature does not fit', 403)
      }
    },
  }
}

/** RFC 7638: the hash of the key's required members in alphabetical order. */
export function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

function decode(part: string): string {
  return Buffer.from(part, 'base64url').toString()
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Problem('malformed', 'not JSON')
  }
}

export function record(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new Problem('malformed', 'not an object')
}

export function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Problem('malformed', 'not a text')
}
