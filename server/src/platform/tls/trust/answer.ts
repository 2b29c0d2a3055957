import { trustPage, type TrustPageInput } from './page.ts'
import { caBytes, CERTIFICATE_TYPE, mobileconfig, PROFILE_TYPE } from './profile.ts'

export interface TrustAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export interface TrustQuestion {
  /** Path without query. */
  readonly path: string
  readonly caPem: string
  readonly shopUrl: string
  /** `?lang=`, if any. */
  readonly lang?: string | undefined
  readonly acceptLanguage?: string | undefined
  readonly userAgent?: string | undefined
}

/** What `/trust` and the two files under it hold; undefined for any other path. Public, over http and https (T8, T9). */
export function trustAnswer({ path, caPem, shopUrl, lang, acceptLanguage, userAgent = '' }: TrustQuestion): TrustAnswer | undefined {
  switch (path) {
    case '/trust': {
      const locale = localeOf(lang ?? acceptLanguage ?? '')
      const { html, contentSecurityPolicy } = trustPage({ caPem, shopUrl, locale, userAgent } satisfies TrustPageInput)
      return page('text/html; charset=utf-8', html, {
        'content-security-policy': contentSecurityPolicy,
        vary: 'accept-language, user-agent',
      })
    }
    case '/trust/ca.crt':
      return page(CERTIFICATE_TYPE, caBytes(caPem), { 'content-disposition': 'attachment; filename="bobber.crt"' })
    case '/trust/bobber.mobileconfig':
      return page(PROFILE_TYPE, mobileconfig(caPem), { 'content-disposition': 'attachment; filename="bobber.mobileconfig"' })
    default:
      return undefined
  }
}

/** Chinese first: English only for who asks for it before Chinese. */
function localeOf(wish: string): 'zh' | 'en' {
  return /^\s*en\b/i.test(wish) ? 'en' : 'zh'
}

function page(type: string, body: string | Buffer, more: Record<string, string>): TrustAnswer {
  return { headers: { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...more }, body }
}
