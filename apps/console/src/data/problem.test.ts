import { describe, expect, it } from 'vitest'
import { accepted, problemOf } from './problem.ts'

describe('problemOf', () => {
  it('K10 keeps a refusal’s own words', () => {
    const refusal = { code: 'forbidden' as const, message: '您没有这个权限', remedy: '请找店主' }
    let caught: unknown
    try {
      accepted(refusal)
    } catch (error) {
      caught = error
    }
    expect(problemOf(caught)).toEqual({ kind: 'refused', refusal })
    expect(accepted({ orderId: 'x' })).toEqual({ orderId: 'x' })
  })
  it('K10 tells no connection from a fault, whose text stays inside', () => {
    expect(problemOf(new TypeError('Failed to fetch'))).toEqual({ kind: 'offline' })
    expect(problemOf(new RangeError('secret'))).toEqual({ kind: 'fault', code: 'RangeError' })
    expect(problemOf(null)).toBeNull()
  })
})
