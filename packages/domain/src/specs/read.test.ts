import type { Spec } from '@bobber/protocol'
import { describe, expect, it } from 'vitest'
import { readSpecs } from './read.ts'
import { expectations } from './specs.expectations.ts'

function said(spec: Spec): string {
  if (spec.kind === 'grade') return `${spec.name} ${spec.grade}`
  const numbers = spec.kind === 'value' ? spec.value : spec.kind === 'range' ? spec.range.join('–') : spec.values.join(' ')
  return `${spec.name} ${numbers}${spec.unit === '1' ? '' : ` ${spec.unit}`}`
}
const read = (name: string, category: string, specs: string): string => readSpecs({ name, category, specs }).specs.map(said).join('; ')

describe('readSpecs', () => {
  it.each(expectations)('A1 reads %s', (name, category, specs, expected) => {
    expect(read(name, category, specs)).toBe(expected)
  })

  it('A2 understands at least nine in ten figures of the list, and has none wrong', () => {
    const readings = expectations.map(([name, category, specs]) => readSpecs({ name, category, specs }))
    const understood = readings.reduce((sum, { figures }) => sum + figures.understood, 0)
    const total = readings.reduce((sum, { figures }) => sum + figures.total, 0)
    expect(total).toBe(158)
    expect(understood / total).toBeGreaterThanOrEqual(0.9)
  })

  it('A3 keeps what it doesn’t understand as it was written, and invents nothing', () => {
    expect(readSpecs({ name: '渔具 99', category: '杂物', specs: '耐磨 A4 型, 12 弯, 2,500 mm, 棉' })).toEqual({
      specs: [],
      notUnderstood: ['耐磨 A4 型', '12 弯', '2,500 mm', '棉', '渔具 99'],
      figures: { understood: 0, total: 4 },
    })
    expect(readSpecs({ name: '', category: '', specs: '' })).toEqual({ specs: [], notUnderstood: [], figures: { understood: 0, total: 0 } })
  })

  it('A4 a bare number is no measure: a reel’s size isn’t a length, a model’s number nothing', () => {
    expect(read('纺车轮 2500', '渔轮', '')).toBe('size 2500')
    expect(read('海竿 3600', '海竿', '')).toBe('')
    expect(read('帐篷 MK2', '帐篷', 'V3')).toBe('')
  })

  it('A5 reads other spellings of the same', () => {
    expect(read('海竿３．６米', '海竿', '２４０克，７环')).toBe('weight 240 g; rings 7; length 3.6 m')
    expect(read('睡袋', '睡袋', '舒适 -5 ℃; 1.2公斤')).toBe('comfort -5 Cel; weight 1200 g')
    expect(read('台钓竿', '台钓竿', '5.4米、收缩 1.2 米')).toBe('length 5.4 m; closedLength 1.2 m')
  })

  it('A5 says each attribute’s name in both languages and how the shop wrote it', () => {
    const [spec] = readSpecs({ name: '睡袋 5/−1 ℃', category: '睡袋', specs: '' }).specs
    expect(spec).toEqual({
      name: 'comfort',
      label: { zh: '舒适温度', en: 'Comfort temperature' },
      text: '5/−1 ℃',
      kind: 'value',
      value: 5,
      unit: 'Cel',
      written: '℃',
    })
  })
})
