import { describe, expect, it } from 'vitest'
import { sayIn } from '../words/catalogue.ts'
import { dateAndMinute, lengthWords, spanOf } from './times.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => Date.parse(`${text}+08:00`)

describe('spanOf', () => {
  it('K6 collects at the next half hour', () => {
    const now = at('2026-11-27T09:07')
    expect(spanOf('todayTomorrow', now, zone)).toEqual({ from: at('2026-11-27T09:30'), until: at('2026-11-28T09:30') })
    expect(spanOf('threeDays', now, zone).until).toBe(at('2026-11-30T09:30'))
    expect(spanOf('week', at('2026-11-27T09:30'), zone)).toEqual({ from: at('2026-11-27T09:30'), until: at('2026-12-04T09:30') })
  })
  it('K6 takes the coming weekend, or the rest of this one', () => {
    const weekend = { from: at('2026-11-27T18:00'), until: at('2026-11-29T18:00') }
    expect(spanOf('weekend', at('2026-11-23T08:00'), zone)).toEqual(weekend)
    expect(spanOf('weekend', at('2026-11-27T09:00'), zone)).toEqual(weekend)
    expect(spanOf('weekend', at('2026-11-28T10:10'), zone)).toEqual({ from: at('2026-11-28T10:30'), until: weekend.until })
    expect(spanOf('weekend', at('2026-11-29T17:10'), zone)).toEqual({ from: at('2026-12-04T18:00'), until: at('2026-12-06T18:00') })
  })
  it('K6 follows the shop’s wall where clocks change', () => {
    const berlin = 'Europe/Berlin'
    const { from, until } = spanOf('weekend', Date.parse('2026-10-23T08:00+02:00'), berlin)
    expect(until - from).toBe(49 * 3_600_000)
    expect(dateAndMinute(until, berlin)).toEqual({ date: '2026-10-25', minute: 1080 })
  })
})

describe('lengthWords', () => {
  it('K8 says lengths as coarsely as they are long', () => {
    const say = sayIn('zh')
    const minute = 60_000
    expect([0, 59, 60, 190, 1440 + 125].map((n) => lengthWords(n * minute, say))).toEqual([
      '0 分钟',
      '59 分钟',
      '1 小时',
      '3 小时 10 分',
      '1 天 2 小时',
    ])
    expect(lengthWords(-5, say)).toBe('0 分钟')
  })
})
