import type { Page } from 'playwright-core'

/** Words of the server's own, not of the shop's people: these must be in the page's language. */
const serversOwn = new Set(['message', 'remedy', 'zh', 'en', 'what', 'memo', 'account', 'stage', 'kind'])

/** Latin words that Chinese uses as they are. */
const usualInChinese =
  /\b(?:SKU|CSV|UTF|mAh|zip|English|https?|owner|Enter|Shift|Esc|Bobber|Chrome|Android|iPhone|Windows|Linux|Headless|localhost)\b/gi

/** What people wrote (names, products, messages) stands on a page in the language they wrote it in; all else is ours. */
export interface KnownWords {
  /** From now on whatever the server tells this page is noted. */
  watch(page: Page): void
  /** Those of `words` that are in the wrong language, unfilled, or keys that nobody translated. */
  strange(words: readonly string[], locale: 'zh' | 'en'): string[]
}

export function knownWords(more: readonly string[]): KnownWords {
  const data = new Set<string>(more)
  const note = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (!serversOwn.has(key)) data.add(value)
    } else if (Array.isArray(value)) for (const one of value) note(one, key)
    else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) note(one, name)
  }
  const noteText = (text: string): void => {
    if (text.startsWith('{')) note(JSON.parse(text), '')
  }
  return {
    watch(page) {
      page.on('response', (response) => {
        if (!response.url().includes('/api/')) return
        // A page that is left drops its answers; what nobody saw need not be known.
        response.text().then(noteText, () => undefined)
      })
      page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => noteText(String(payload))))
    },
    strange(words, locale) {
      // One letter alone is known as a whole text only: somebody's initial, a word that is one character long.
      const longest = [...data].filter((one) => one.length > 1).toSorted((a, b) => b.length - a.length)
      const single = new Set([...data].map((one) => one.slice(0, 1)))
      const foreign = locale === 'en' ? /[\u3400-\u9fff]+/u : /[A-Za-z]{3,}/
      return words.filter((text) => {
        if (/\{\w+\}|\bundefined\b|\bNaN\b|\[object|^[a-z]+(?:\.[a-zA-Z0-9]+)+$/.test(text)) return !data.has(text)
        if (!foreign.test(text) || single.has(text)) return false
        const ours = longest.reduce((rest, known) => rest.replaceAll(known, ' '), text).replace(usualInChinese, ' ')
        return foreign.test(ours)
      })
    },
  }
}
