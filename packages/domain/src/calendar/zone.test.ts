import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, dateOf, dayOf, dayOfDate, instantOf, wallTimeAt, weekdayOf } from './zone.ts'

const friday = Date.parse('2026-11-27T18:00:00+08:00')

describe('zone', () => {
  it('PR4 reads the wall clock of the location, not the server’s', () => {
    const wall = wallTimeAt(friday, 'Asia/Shanghai')
    expect([dateOf(wall.day), wall.minute, weekdayOf(wall.day)]).toEqual(['2026-11-27', 18 * 60, 5])
    expect(dateOf(wallTimeAt(friday + 6 * HOUR, 'Asia/Shanghai').day)).toBe('2026-11-28')
    expect(dateOf(wallTimeAt(friday + 6 * HOUR, 'America/Los_Angeles').day)).toBe('2026-11-27')
  })

  it('PR4 agrees with the platform’s own calendar on every date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        const iso = new Date(day * DAY).toISOString().slice(0, 10)
        const weekday = new Date(day * DAY).getUTCDay()
        fc.pre(day > -719_000)
        expect(dateOf(day)).toBe(iso)
        expect(dayOfDate(iso)).toBe(day)
        expect(weekdayOf(day) % 7).toBe(weekday)
      }),
    )
    expect(dayOf(1970, 1, 1)).toBe(0)
    for (const bad of ['2026-02-30', '2026-13-01', '26-1-1', 'today']) expect(() => dayOfDate(bad)).toThrow(RangeError)
  })

  it('PR4 finds the instant of a wall time again, over clock changes too', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC']
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 40_000 * 24 * 60 }), (zone, minutes) => {
        const instant = minutes * 60_000
        const wall = wallTimeAt(instant, zone)
        const found = instantOf(wall.day, wall.minute, zone)
        // An hour that comes twice gives its first instant, so `found` may lie earlier but shows the same time.
        expect(found).toBeLessThanOrEqual(instant)
        expect(wallTimeAt(found, zone)).toEqual(wall)
      }),
      { numRuns: 300 },
    )
  })

  it('PR4 gives the end of the gap for a wall time that a clock change skips', () => {
    const day = dayOfDate('2026-03-29')
    expect(instantOf(day, 150, 'Europe/Berlin')).toBe(Date.parse('2026-03-29T03:00:00+02:00'))
    expect(instantOf(dayOfDate('2026-10-25'), 150, 'Europe/Berlin')).toBe(Date.parse('2026-10-25T02:30:00+02:00'))
  })
})
