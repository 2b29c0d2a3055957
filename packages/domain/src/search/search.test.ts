import { describe, expect, it } from 'vitest'
import { readSpecs } from '../specs/read.ts'
import { expectations } from '../specs/specs.expectations.ts'
import { parseQuery } from './query.ts'
import { search, type Searchable } from './search.ts'

const skus: Record<string, string> = { '海竿 3.6 m 中硬': 'RH-3608', '台钓竿 3.6 m 四六调': 'RT-3604' }
const catalogue: Searchable[] = expectations.map(([name, category, specs]) => ({
  name,
  category,
  brand: '',
  skus: [skus[name] ?? ''],
  specs: readSpecs({ name, category, specs }).specs,
}))
const find = (text: string): string[] => search(text, catalogue).map((product) => product.name)

describe('search', () => {
  it.each(['3.6米海竿', '3.6m 海竿', '3.6 m 海竿有没有', '三米六海竿', '海竿 3600mm', '360cm', 'RH-3608', 'rh-3608', 'RH3608', '海竿中硬'])(
    'A6 %s finds the 海竿 of 3.6 m and nothing else',
    (text) => {
      expect(find(text)).toEqual(['海竿 3.6 m 中硬'])
    },
  )

  it('A6 a figure alone finds everything that has it', () => {
    expect(find('3.6m')).toEqual(['台钓竿 3.6 m 四六调', '海竿 3.6 m 中硬'])
    expect(find('3000mm')).toEqual(['炮台支架', '双人三季帐', '四人家庭帐', '天幕 4×4.4 m 含杆'])
    expect(find('−8℃ 睡袋')).toEqual(['羽绒睡袋 −8/−15 ℃'])
    expect(find('8℃')).toEqual([])
    expect(find('2.5号')).toEqual(['纺车轮 2500'])
    expect(find('3.7m 海竿')).toEqual([])
    expect(find('登山鞋')).toEqual([])
    expect(find('')).toHaveLength(40)
  })

  it('A7 asked in centimetres, a figure written in centimetres goes before one that is converted', () => {
    expect(find('112cm')).toEqual(['台钓竿 3.6 m 四六调'])
    expect(find('45cm')).toEqual(['伸缩抄网 2.1 m'])
    // Both rods of 4.5 m say other centimetres, but nothing answers surely, so both are shown.
    expect(find('450cm')).toEqual(['台钓竿 4.5 m 四六调', '溪流竿 4.5 m 12 节'])
    expect(find('360cm 台钓竿')).toEqual(['台钓竿 3.6 m 四六调'])
  })

  it('A6 parts figures from words', () => {
    expect(parseQuery('两米一 路亚竿')).toEqual({ figures: [{ writtenIn: 'm', readings: [{ unit: 'm', value: 2.1 }] }], words: ['路亚竿'] })
    expect(parseQuery('纺车轮 2500')).toEqual({ figures: [], words: ['纺车轮', '2500'] })
  })
})
