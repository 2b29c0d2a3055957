import { describe, expect, it } from 'vitest'
import { accepted, mayPass, ofOwnPassword, problemOf, Refused } from './problem.ts'

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
  it('K10 what was refused is not asked again by itself, unless the refusal says when', () => {
    const words = { message: '', remedy: '' }
    expect(mayPass(new Refused({ code: 'linkUsed', ...words }))).toBe(false)
    expect(mayPass(new Refused({ code: 'busy', retryAfterMs: 1000, ...words }))).toBe(true)
    expect(mayPass(new TypeError('Failed to fetch'))).toBe(true)
  })
  it('K10 a wrong password of who is signed in sends him to nobody', () => {
    const words = { message: '密码不对', remedy: '请再试一次。' }
    const wrong = problemOf(new Refused({ code: 'passwordWrong', message: '账号或密码不对', remedy: '请再试，或请店主重设密码。' }))
    expect(ofOwnPassword(wrong, words)).toEqual({ kind: 'refused', refusal: { code: 'passwordWrong', ...words } })
    expect(ofOwnPassword({ kind: 'offline' }, words)).toEqual({ kind: 'offline' })
    expect(ofOwnPassword(null, words)).toBeNull()
  })
  it('K10 tells no connection from a fault, whose text stays inside', () => {
    expect(problemOf(new TypeError('Failed to fetch'))).toEqual({ kind: 'offline' })
    expect(problemOf(new RangeError('secret'))).toEqual({ kind: 'fault', code: 'RangeError' })
    expect(problemOf(new Error('secret'))).toEqual({ kind: 'fault', code: null })
    expect(problemOf(null)).toBeNull()
  })
})
