import { describe, expect, it } from 'vitest'
import { bothOf, sayIn, wordKeys } from './catalogue.ts'

const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b))

describe('catalogue', () => {
  it.each(wordKeys)('K8 %s is said in both languages with the same values', (key) => {
    const both = bothOf(key)
    expect(both).toBeDefined()
    const [zh, en] = both ?? ['', '']
    expect(zh).not.toBe('')
    expect(en).not.toBe('')
    expect(values(en)).toEqual(values(zh))
    expect(en).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/)
  })
  it('K8 fills values and leaves none out silently', () => {
    expect(sayIn('zh')('handOut.go', { n: 2 })).toBe('交出 2 件')
    expect(sayIn('en')('handOut.go')).toBe('Hand out {n}')
  })
})
