import { describe, expect, it } from 'vitest'
import { forgetShop, handedOn, shopOf } from './which-shop.ts'

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
const at = (pathname: string, search = '') => ({ pathname, search })

describe('which shop', () => {
  it('K11 is the one the address names, and stays it on the next page', () => {
    const kept = memory()
    expect(shopOf(at('/console/'), kept)).toBeUndefined()
    expect(shopOf(at('/console/', '?shop=lake'), kept)).toBe('lake')
    expect(shopOf(at('/console/orders'), kept)).toBe('lake')
    expect(shopOf(at('/console/', '?shop='), kept)).toBeUndefined()
    expect(shopOf(at('/console/orders'), kept)).toBeUndefined()
  })
  it('K11 is the first shop for a link that names none', () => {
    const kept = memory()
    shopOf(at('/console/', '?shop=lake'), kept)
    expect(shopOf(at('/console/owner'), kept)).toBeUndefined()
    expect(shopOf(at('/console/invitation', '?shop=lake'), kept)).toBe('lake')
  })
  it('K11 is forgotten once when the server doesn’t have it', () => {
    const kept = memory()
    shopOf(at('/console/', '?shop=lake'), kept)
    expect(forgetShop(kept)).toBe(true)
    expect(forgetShop(kept)).toBe(false)
    expect(shopOf(at('/console/'), kept)).toBeUndefined()
  })
  it('K11 stands in every link that is handed on', () => {
    const origin = 'https://192.168.1.5:8443'
    expect(handedOn('/#/join/abc', origin, undefined)).toBe('https://192.168.1.5:8443/#/join/abc')
    expect(handedOn('/#/join/abc', origin, 'lake')).toBe('https://192.168.1.5:8443/s/lake/#/join/abc')
    expect(handedOn('/console/invitation#abc', origin, 'lake')).toBe('https://192.168.1.5:8443/console/invitation?shop=lake#abc')
    expect(handedOn('https://shop.example/s/lake/#/join/abc', origin, 'lake')).toBe('https://shop.example/s/lake/#/join/abc')
  })
})
