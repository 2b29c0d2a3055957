const digits: Readonly<Record<string, number>> = { 一: 1, 二: 2, 两: 2, 双: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const places: Readonly<Record<string, number>> = { 十: 10, 百: 100 }

/** Numerals as they stand in words: 双, 两, 十二, 一百二十. Not after 第, 半 or more of a number than is read here. */
export const HAN_NUMBER = '(?<![第半千万一二两双三四五六七八九十百])[一二两双三四五六七八九十百]+'

/** 十二 is 12, 一百二 120. Two digits side by side are that number: 四六(调) is 46. NaN for what isn't a number. */
export function hanNumber(text: string): number {
  const pair = /^([一二三四五六七八九])([一二三四五六七八九])$/.exec(text)
  if (pair) return digitOf(pair[1] ?? '') * 10 + digitOf(pair[2] ?? '')
  let sum = 0
  let last = 0
  let place = 1000
  for (const sign of text) {
    const next = places[sign]
    if (next !== undefined) {
      if (next >= place) return Number.NaN
      sum += (last || 1) * next
      place = next
      last = 0
    } else {
      if (last > 0) return Number.NaN
      last = digitOf(sign)
    }
  }
  return sum + (place === 100 ? last * 10 : last)
}

export function digitOf(sign: string): number {
  return digits[sign] ?? Number(sign)
}
