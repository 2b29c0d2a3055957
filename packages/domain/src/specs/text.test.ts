import { expect, it } from 'vitest'
import { readSpecs } from './read.ts'
import { figureText } from './text.ts'

const shown: readonly (readonly [category: string, specs: string, zh: string, en: string])[] = [
  ['海竿', '3.6 m, 7 rings, 240 g', '3.6 m · 7 个 · 240 g', '3.6 m · 7 rings · 240 g'],
  ['路亚竿', '210cm, ML, 2 节, 饵重 7-28 g', '210 cm · ML · 2 节 · 7–28 g', '210 cm · ML · 2 sections · 7–28 g'],
  ['台钓竿', '4/6, closed 112 cm', '4/6 · 112 cm', '4/6 · 112 cm'],
  ['渔轮', '5.2:1, 9+1, 2.5号×150 m, drag 12 kg', '5.2:1 · 9+1 · 2.5 号 · 150 m · 12 kg', '5.2:1 · 9+1 · 2.5 · 150 m · 12 kg'],
  ['渔线', '0.285 mm, 20 lb', '0.285 mm · 20 磅', '0.285 mm · 20 lb'],
  ['鱼钩', '6#, 50 枚', '6# · 50 个', '6# · 50 pieces'],
  ['饵料', '一斤', '1 斤', '0.5 kg'],
  ['帐篷', '1人, 3,000 mm, 4×4.4 m', '1 人 · 3000 mm · 4 × 4.4 m', '1 person · 3000 mm · 4 × 4.4 m'],
  ['睡袋', '5/−1 ℃, 700FP', '5 ℃ · −1 ℃ · 700 蓬', '5 °C · −1 °C · 700 FP'],
  ['雪鞋', '25 in, shoe 36–46', '25 英寸 · 36–46', '25 in · 36–46'],
]

it.each(shown)('A10 %s %s is shown in the reader’s language', (category, specs, zh, en) => {
  const read = readSpecs({ name: '', category, specs }).specs
  expect(read.map((spec) => figureText(spec, 'zh')).join(' · ')).toBe(zh)
  expect(read.map((spec) => figureText(spec, 'en')).join(' · ')).toBe(en)
})
