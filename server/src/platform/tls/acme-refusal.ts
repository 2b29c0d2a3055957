export interface AcmeRefusal {
  readonly code: 'acmeChallengeFailed' | 'acmeRateLimited' | 'acmeRefused' | 'acmeUnreachable'
  /** What the authority said, for the operator. */
  readonly detail: string
  readonly remedy: { readonly zh: string; readonly en: string }
}

const REMEDY = {
  acmeChallengeFailed: {
    zh: '请确认 {domain} 指向这台服务器，并且外网能访问它的 80 端口。',
    en: 'See that {domain} points to this server and that its port 80 can be reached from outside.',
  },
  acmeRateLimited: { zh: '签发机构要求稍后再试，系统会自动重试。', en: 'The authority asks to wait; it will be tried again by itself.' },
  acmeRefused: { zh: '请检查 DOMAIN 和 ACME_DIRECTORY 的设置。', en: 'Check the settings DOMAIN and ACME_DIRECTORY.' },
  acmeUnreachable: {
    zh: '请检查服务器能否上网，系统会自动重试。',
    en: 'See that the server can reach the internet; it will be tried again by itself.',
  },
} as const

/** Words for a failed order: the network is down, the challenge was not answered, too many tries, or another no (T13). */
export function acmeRefusal(cause: unknown, domain: string): AcmeRefusal {
  const detail = detailOf(cause)
  const code = codeOf(cause, detail)
  const fill = (text: string): string => text.replace('{domain}', domain)
  return { code, detail, remedy: { zh: fill(REMEDY[code].zh), en: fill(REMEDY[code].en) } }
}

function codeOf(cause: unknown, detail: string): AcmeRefusal['code'] {
  // `fetch` throws a TypeError without a network, a TimeoutError when nobody answers; so does acme-client in the middle of an order.
  if (cause instanceof TypeError || (cause instanceof Error && cause.name === 'TimeoutError')) return 'acmeUnreachable'
  if (/rate.?limit|too many/i.test(detail)) return 'acmeRateLimited'
  if (/challenge|authorization|http-01|connection|unauthorized|dns problem|invalid response/i.test(detail)) return 'acmeChallengeFailed'
  return 'acmeRefused'
}

function detailOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message
}
