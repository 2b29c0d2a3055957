import { createHash } from 'node:crypto'
import { fingerprint } from '../fingerprint.ts'
import { guides, type Guide, type Kind, type Locale } from './steps.ts'
import { style } from './style.ts'

export interface TrustPage {
  readonly html: string
  /** For the header of the same name: nothing but the page's own style (T8). */
  readonly contentSecurityPolicy: string
}

export interface TrustPageInput {
  readonly caPem: string
  /** Where to go afterwards, e.g. https://192.168.1.20:8443/ */
  readonly shopUrl: string
  readonly locale: Locale
  /** Of the visitor: his own kind of device comes first and open. */
  readonly userAgent?: string
}

const TEXT = {
  zh: {
    lang: 'zh-CN',
    title: '让手机信任本店',
    why: '拍照、发语音、发位置，手机只在加密的网页上才允许。本店的服务器就在店里，请按下面三步让您的设备认得它，只需做一次。',
    safe: '这张证书只对店内网络的地址有效，不能用来查看您访问其他网站的内容。',
    wechat: '在微信里打开的？请点右上角「…」，选「在浏览器打开」。',
    afterwards: '完成后打开',
    check: '安装前请核对指纹：店家的控制台「设置 → 手机」和服务器窗口里显示的必须是这一串；不一样就不要安装，请告诉店家。',
    language: '<a href="/trust?lang=en" lang="en">English</a>',
    step: '第 {n} 步',
  },
  en: {
    lang: 'en',
    title: 'Let your phone trust this shop',
    why: 'Phones allow photos, voice and place on encrypted pages only. This shop’s server stands in the shop: three steps make your device know it, once.',
    safe: 'The certificate is good for addresses of the shop’s own network only. It can’t be used to see what you do on other sites.',
    wechat: 'Opened inside WeChat? Tap “…” at the top right and choose “Open in browser”.',
    afterwards: 'Then open',
    check:
      'Check the fingerprint before you install: the shop’s console (Settings → Phones) and the server’s window must show this one. If they don’t, don’t install it, and tell the shop.',
    language: '<a href="/trust?lang=zh" lang="zh-CN">中文</a>',
    step: 'Step {n}',
  },
} as const

/** The page that explains trust in pictures; sent over plain http too, since https isn't trusted yet. */
export function trustPage({ caPem, shopUrl, locale, userAgent = '' }: TrustPageInput): TrustPage {
  const text = TEXT[locale]
  const mine = kindOf(userAgent)
  const sorted = guides(locale).toSorted((one, other) => Number(other.kind === mine) - Number(one.kind === mine))
  const url = escape(shopUrl)
  const html = `<!doctype html>
<html lang="${text.lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text.title}</title>
<style>${style}</style>
<main>
<p class="language">${text.language}</p>
<h1>${text.title}</h1>
<p>${text.why}</p>
<p class="note">${text.safe}</p>
<p class="note">${text.wechat}</p>
${sorted.map((guide, at) => section(guide, text.step, at === 0)).join('\n')}
<p class="then">${text.afterwards} <a href="${url}">${url}</a></p>
<p class="note">${text.check}<br><code>${fingerprint(caPem)}</code></p>
</main>
</html>
`
  const hash = createHash('sha256').update(style).digest('base64')
  return {
    html,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  }
}

export function kindOf(userAgent: string): Kind | undefined {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'iphone'
  if (/Android|HarmonyOS/.test(userAgent)) return 'android'
  return /Windows/.test(userAgent) ? 'windows' : undefined
}

function section({ kind, title, file, steps }: Guide, step: string, open: boolean): string {
  const items = steps.map(({ picture, text }, at) => `<li>${picture}<p><b>${step.replace('{n}', String(at + 1))}</b> ${text}</p></li>`)
  return `<details id="${kind}"${open ? ' open' : ''}><summary>${title}</summary>
<p><a class="button" href="${file.href}" download>${file.text}</a></p>
<ol>${items.join('\n')}</ol></details>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
