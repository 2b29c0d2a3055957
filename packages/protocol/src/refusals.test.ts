import { expect, test } from 'vitest'
import { refusalCodes, refuse, worded } from './refusals.ts'

const both = refusalCodes.flatMap((code) => [refuse(code), refuse(code, { free: 0 })])

test('H6 every refusal is worded in both languages, each with its own punctuation', () => {
  for (const refusal of both) {
    const zh = worded(refusal, 'zh')
    const en = worded(refusal, 'en')
    expect(`${zh.message} ${zh.remedy}`).toMatch(/\p{Script=Han}/u)
    expect(`${zh.message}${zh.remedy}`).not.toMatch(/[\p{Script=Han}」][,;:!?()]|[,;:!?()][\p{Script=Han}「]/u)
    expect(`${en.message} ${en.remedy}`).not.toMatch(/[\p{Script=Han}，。；：！？（）]/u)
    for (const { message } of [zh, en]) expect(message).not.toMatch(/[。.]$/)
  }
})

test('H6 nothing left isn’t said as none of something', () => {
  const asked = (free: number) => refuse('notEnough', { free, freeFrom: '11月29日 18:00' })
  expect(worded(asked(0), 'zh')).toMatchObject({
    message: '这段时间已经租完',
    remedy: '11月29日 18:00 起有空；也可以换个时间，或换一款。',
  })
  expect(worded(asked(2), 'zh')).toMatchObject({
    message: '这段时间只剩 2 件',
    remedy: '11月29日 18:00 起数量够；也可以少租几件，或换一款。',
  })
  expect(worded(asked(0), 'en').message).toBe('All are taken in that time')
  expect(worded(refuse('notEnoughEver', { free: 0 }), 'zh').message).toBe('已经一件也没有了')
  expect(worded(refuse('notEnoughEver', { free: 3 }), 'en').message).toBe('There are only 3 in all')
})
