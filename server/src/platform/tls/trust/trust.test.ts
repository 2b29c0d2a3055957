import { createHash, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueAuthority } from '../issue.ts'
import { trustAnswer } from './answer.ts'
import { fingerprint } from '../fingerprint.ts'
import { kindOf, trustPage } from './page.ts'
import { caBytes, mobileconfig } from './profile.ts'

const shopUrl = 'https://192.168.1.20:8443/'
let caPem: string
beforeAll(async () => {
  caPem = (await issueAuthority('浮漂 Bobber · counter', Date.now())).chain
})

describe('the trust page', () => {
  test('T8 holds three steps with a described picture each, for three kinds of devices, in both languages', () => {
    for (const locale of ['zh', 'en'] as const) {
      const { html } = trustPage({ caPem, shopUrl, locale })
      expect(html).toContain(locale === 'zh' ? '<html lang="zh-CN">' : '<html lang="en">')
      for (const kind of ['iphone', 'android', 'windows']) {
        const guide = new RegExp(`<details id="${kind}".*?</details>`, 's').exec(html)?.[0] ?? ''
        expect(guide.match(/<li>/g)).toHaveLength(3)
        expect(guide.match(/<svg [^>]*role="img" aria-label="[^"]{5,}"/g)).toHaveLength(3)
        expect(guide).toContain(kind === 'iphone' ? '/trust/bobber.mobileconfig' : '/trust/ca.crt')
      }
      expect(html).toContain(`<a href="${shopUrl}">`)
      expect(html).toContain(fingerprint(caPem))
      expect(html.replace(/<svg.*?<\/svg>/gs, '').includes('undefined')).toBe(false)
    }
  })

  test('T8 every picture is well-formed: each tag opened is closed', () => {
    const { html } = trustPage({ caPem, shopUrl, locale: 'zh' })
    const wrong = [...html.matchAll(/<svg.*?<\/svg>/gs)].filter(([svg]) => {
      const open: string[] = []
      for (const [, close, name = '', self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
        if (close && open.pop() !== name) return true
        if (!close && !self) open.push(name)
      }
      return open.length > 0
    })
    expect(wrong).toEqual([])
  })

  test('T8 shows the visitor’s own kind of device first, and it alone open', () => {
    const agents = {
      iphone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
      android: 'Mozilla/5.0 (Linux; Android 15; HUAWEI)',
      windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
    }
    for (const [kind, userAgent] of Object.entries(agents)) {
      expect(kindOf(userAgent)).toBe(kind)
      const { html } = trustPage({ caPem, shopUrl, locale: 'zh', userAgent })
      const all = [...html.matchAll(/<details id="(\w+)"( open)?>/g)].map(([, id, open]) => `${id}${open ?? ''}`)
      expect(all[0]).toBe(`${kind} open`)
      expect(all.filter((each) => each.endsWith('open'))).toHaveLength(1)
    }
    expect(kindOf('')).toBeUndefined()
  })

  test('T8 loads nothing, runs nothing, and takes no markup from its input', () => {
    const { html, contentSecurityPolicy } = trustPage({ caPem, shopUrl: 'https://x/"><script>alert(1)</script>', locale: 'en' })
    expect(html).not.toMatch(/<script|<img|<link|@import|url\(|\son\w+=|\sstyle=/i)
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
    expect(contentSecurityPolicy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
    expect(contentSecurityPolicy).toContain("default-src 'none'")
  })
})

describe('the files to install', () => {
  test('T9 the profile holds the authority, and only it', () => {
    const profile = mobileconfig(caPem)
    const held = [...profile.matchAll(/<data>(.*?)<\/data>/gs)].map(([, data = '']) => Buffer.from(data, 'base64'))
    expect(held).toHaveLength(1)
    expect(held[0]?.equals(new X509Certificate(caPem).raw)).toBe(true)
    expect(profile).toContain('<string>com.apple.security.root</string>')
    expect(caBytes(caPem).equals(new X509Certificate(caPem).raw)).toBe(true)
  })

  test('T9 the same authority has the same ids, another one others', async () => {
    const ids = (profile: string) => profile.match(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g) ?? []
    const other = (await issueAuthority('浮漂 Bobber · counter', Date.now())).chain
    expect(ids(mobileconfig(caPem))).toHaveLength(2)
    expect(mobileconfig(caPem)).toBe(mobileconfig(caPem))
    expect(new Set([...ids(mobileconfig(caPem)), ...ids(mobileconfig(other))]).size).toBe(4)
  })
})

describe('the answers under /trust', () => {
  test('T8 the page speaks the visitor’s language, Chinese unless English comes first', () => {
    const page = (wish: { lang?: string; acceptLanguage?: string }) =>
      String(trustAnswer({ path: '/trust', caPem, shopUrl, ...wish })?.body)
    expect(page({})).toContain('lang="zh-CN"')
    expect(page({ acceptLanguage: 'zh-CN,zh;q=0.9,en;q=0.8' })).toContain('<html lang="zh-CN">')
    expect(page({ acceptLanguage: 'en-GB,zh;q=0.5' })).toContain('<html lang="en">')
    expect(page({ acceptLanguage: 'en-GB', lang: 'zh' })).toContain('<html lang="zh-CN">')
  })

  test('T9 the files come with the types that phones install from, and nothing else is there', () => {
    const answer = (path: string) => trustAnswer({ path, caPem, shopUrl })
    expect(answer('/trust/ca.crt')?.headers['content-type']).toBe('application/x-x509-ca-cert')
    expect(answer('/trust/bobber.mobileconfig')?.headers['content-type']).toBe('application/x-apple-aspen-config')
    for (const path of ['/trust/', '/trust/ca.key', '/trust/lan-authority.pem', '/', '/trust/../trust'])
      expect(answer(path)).toBeUndefined()
  })
})
