import { describe, expect, test } from 'vitest'
import { firstPick, forDays, isPast, mondayOf, movedTo, spanOf, tapDay, weekend, weeksFrom } from './span.ts'

const zone = 'Asia/Shanghai'
const at = (text: string): number => Date.parse(`${text}+08:00`)
/** 2026-11-27, a Friday. */
const friday = Date.UTC(2026, 10, 27) / 86_400_000

describe('spans', () => {
  const morning = firstPick(at('2026-11-27T09:00'), zone)

  test('C3 the first pick is this evening for a day, tomorrow evening once it is nearly here', () => {
    expect(morning).toEqual({ fromDay: friday, fromHour: 18, untilDay: friday + 1, untilHour: 18 })
    expect(firstPick(at('2026-11-27T17:00'), zone).fromDay).toBe(friday + 1)
  })

  test('C3 days are those of the shop, not of the device', () => {
    expect(firstPick(Date.parse('2026-11-26T17:00Z'), zone).fromDay).toBe(friday)
    expect(firstPick(Date.parse('2026-11-26T17:00Z'), 'America/New_York').fromDay).toBe(friday - 1)
  })

  test('C3 two taps make a span, an earlier second tap begins anew', () => {
    const begun = tapDay(morning, friday + 3)
    expect(begun).toMatchObject({ fromDay: friday + 3, untilDay: null })
    expect(spanOf(begun, zone)).toBeNull()
    expect(tapDay(begun, friday + 5)).toMatchObject({ fromDay: friday + 3, untilDay: friday + 5 })
    expect(tapDay(begun, friday + 1)).toMatchObject({ fromDay: friday + 1, untilDay: null })
    expect(tapDay(begun, friday + 3)).toMatchObject({ fromDay: friday + 3, untilDay: friday + 3 })
  })

  test('C3 a quick choice keeps the day of collection', () => {
    const picked = forDays(tapDay(morning, friday + 3), 7)
    expect(picked).toEqual({ fromDay: friday + 3, fromHour: 18, untilDay: friday + 10, untilHour: 18 })
  })

  test('C3 the weekend is Friday 18:00 to Sunday 18:00, the next one once this evening has begun', () => {
    expect(spanOf(weekend(at('2026-11-25T12:00'), zone), zone)).toEqual({ from: at('2026-11-27T18:00'), until: at('2026-11-29T18:00') })
    expect(weekend(at('2026-11-27T17:59'), zone).fromDay).toBe(friday)
    expect(weekend(at('2026-11-27T18:00'), zone).fromDay).toBe(friday + 7)
    expect(weekend(at('2026-11-28T10:00'), zone).fromDay).toBe(friday + 7)
  })

  test('C3 taking the time that is free keeps the length', () => {
    const moved = movedTo(weekend(at('2026-11-25T12:00'), zone), at('2026-11-30T18:20'), zone)
    expect(moved).toEqual({ fromDay: friday + 3, fromHour: 19, untilDay: friday + 5, untilHour: 18 })
  })

  test('C3 the calendar begins on the Monday of this week', () => {
    expect(mondayOf(friday)).toBe(friday - 4)
    const weeks = weeksFrom(mondayOf(friday), 2)
    expect(weeks[0]?.[4]).toBe(friday)
    expect(weeks.flat()).toHaveLength(14)
  })
})

test('C5 a choice that was kept is gone once its first day is over, in the shop’s zone', () => {
  const fridayEvening = Date.UTC(2026, 10, 27, 10)
  const picked = firstPick(Date.UTC(2026, 10, 27, 1), 'Asia/Shanghai')
  expect(isPast(picked, fridayEvening, 'Asia/Shanghai')).toBe(false)
  expect(isPast(picked, Date.UTC(2026, 10, 27, 15, 59), 'Asia/Shanghai')).toBe(false)
  expect(isPast(picked, Date.UTC(2026, 10, 27, 16), 'Asia/Shanghai')).toBe(true)
})
