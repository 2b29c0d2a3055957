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
  written: specs,
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

  it.each([
    ['7环 海竿', ['海竿 3.6 m 中硬']],
    ['7 rings', ['海竿 3.6 m 中硬']],
    ['8环', []],
    ['9环 海竿', []],
    ['2人帐篷', ['双人三季帐', '四季高山帐 2 人']],
    ['两个人的帐篷', ['双人三季帐', '四季高山帐 2 人']],
    ['双人帐', ['双人三季帐', '四季高山帐 2 人']],
    ['3人帐篷', []],
    ['四季帐篷', ['四季高山帐 2 人']],
    ['12节 溪流竿', ['溪流竿 4.5 m 12 节']],
    ['十二节溪流竿', ['溪流竿 4.5 m 12 节']],
    ['11节 溪流竿', []],
    ['5.2:1', ['纺车轮 2500']],
    ['5.3:1', []],
    ['9+1', ['纺车轮 2500']],
    ['四六调 3.6米', ['台钓竿 3.6 m 四六调']],
    ['R4.2防潮垫', ['充气垫 R4.2']],
    ['50枚', ['伊势尼钩 6 号 50 枚', '袖钩 3 号 50 枚']],
    ['40码雪鞋', ['雪鞋 一对']],
  ])('A6 %s is asked of what is counted', (text, found) => {
    expect(find(text)).toEqual(found)
  })

  it.each([
    ['收缩112cm', ['台钓竿 3.6 m 四六调']],
    ['收缩3.6米', []],
    ['自重240g', ['海竿 3.6 m 中硬']],
    ['羽绒 800g', ['羽绒睡袋 −8/−15 ℃']],
    ['800g', ['羽绒睡袋 −8/−15 ℃', '日包 26 L']],
    ['充绒 500g', []],
    ['承重120公斤折叠椅', ['折叠椅']],
    ['主线3号', ['主线 3号 150 m']],
    ['6号钩', ['伊势尼钩 6 号 50 枚']],
    ['零下八度睡袋', ['羽绒睡袋 −8/−15 ℃']],
    ['一斤商品饵', ['商品饵 500 g']],
  ])('A6 %s is asked of the attribute it names', (text, found) => {
    expect(find(text)).toEqual(found)
  })

  it.each([
    ['腥香', ['商品饵 500 g']],
    ['枪柄', ['路亚竿 2.4 m M 枪柄']],
    ['barbed', ['伊势尼钩 6 号 50 枚']],
    ['ML 路亚竿', ['路亚竿 2.1 m ML 直柄']],
    ['ML直柄', ['路亚竿 2.1 m ML 直柄']],
    ['M 路亚竿', ['路亚竿 2.4 m M 枪柄']],
    ['纺车轮2500', ['纺车轮 2500']],
    ['海竿3.6', ['海竿 3.6 m 中硬']],
    ['RH-36', ['海竿 3.6 m 中硬']],
    ['250', []],
    ['登山鞋', []],
    ['barb wire', []],
  ])('A6 %s is looked for in the specification too, Latin words where a word begins', (text, found) => {
    expect(find(text)).toEqual(found)
  })

  it('A8 a figure between the ends of a range finds it, and a range finds what lies between', () => {
    const lure = {
      ...catalogue[0]!,
      ...readSpecs({ name: '路亚竿', category: '路亚竿', specs: '饵重 7-28 g, 2.1 m' }),
      name: '路亚竿',
      written: '',
    }
    const found = (text: string): number => search(text, [lure]).length
    expect(['14g', '7g', '28克', '饵重14g', '10-20g'].map(found)).toEqual([1, 1, 1, 1, 1])
    expect(['5g', '30g', '自重14g', '29-40g'].map(found)).toEqual([0, 0, 0, 0])
    expect(find('3.6-4.5米 台钓竿')).toEqual(['台钓竿 3.6 m 四六调', '台钓竿 4.5 m 四六调'])
    expect(find('4.4x4米')).toEqual(['天幕 4×4.4 m 含杆'])
    expect(find('4×4 m')).toEqual(['金字塔帐 4×4 m'])
    expect(find('5/-1℃')).toEqual(['化纤睡袋 5/−1 ℃'])
    expect(find('5/-2℃')).toEqual([])
  })

  it.each([
    '3.6米的海竿',
    '海竿3米6',
    '三米六的海竿',
    '想租一根3米6的海竿',
    '请问有没有三米六左右的海竿？',
    '有3.6米海竿吗',
    '我要租根海竿，7环的',
    'I want to rent a 3.6 m 海竿 please',
  ])('A9 %s finds the 海竿 of 3.6 m', (text) => {
    expect(find(text)).toEqual(['海竿 3.6 m 中硬'])
  })

  it('A9 talk is left out, and what is talked about isn’t', () => {
    expect(find('租海竿')).toEqual(['海竿 3.6 m 中硬', '海竿 4.2 m 远投'])
    expect(find('抄网多少钱')).toEqual(['伸缩抄网 2.1 m'])
    expect(find('一对雪鞋')).toEqual(['雪鞋 一对'])
    expect(find('租皮划艇')).toEqual([])
    expect(find('想租3米7的海竿')).toEqual([])
    expect(find('有没有')).toHaveLength(40)
  })

  it('A7 a part of a brand’s name finds what is sold under it only when nothing is called so', () => {
    const sold = catalogue.map((product) => ({ ...product, brand: 'Daybird 自营浮漂' }))
    const named = (text: string): string[] => search(text, sold).map(({ name }) => name)
    expect(named('浮')).toEqual(['立式浮漂 0.8 g'])
    expect(named('Daybird 浮漂')).toEqual(['立式浮漂 0.8 g'])
    expect(named('daybird 睡袋')).toEqual(['化纤睡袋 5/−1 ℃', '羽绒睡袋 −8/−15 ℃'])
    const own = catalogue.map((product) => ({ ...product, brand: '浮漂自营' }))
    expect(search('浮漂', own).map(({ name }) => name)).toEqual(['立式浮漂 0.8 g'])
    expect(search('自营', own)).toHaveLength(40)
    expect(search('浮漂自营', own)).toHaveLength(40)
    expect(search('自营海竿', own).map(({ name }) => name)).toEqual(['海竿 3.6 m 中硬', '海竿 4.2 m 远投'])
  })

  it('A7 the kind of a thing finds all of that kind only when nothing is called so', () => {
    const rods = catalogue.filter(({ category }) => category.endsWith('竿')).map(({ name }) => name)
    expect(rods.length).toBeGreaterThan(8)
    expect(find('鱼竿')).toEqual(rods)
    expect(find('想租一根3.6米的鱼竿')).toEqual(['台钓竿 3.6 m 四六调', '海竿 3.6 m 中硬'])
    expect(find('海竿').every((name) => name.includes('海竿'))).toBe(true)
    expect([find('雨鞋'), find('竿'), find('4.1米鱼竿')]).toEqual([[], rods, []])
  })

  it('A6 parts figures from words', () => {
    expect(parseQuery('两米一 路亚竿')).toEqual({
      figures: [{ writtenIn: 'm', readings: [{ unit: 'm', spans: [[2.1 * 0.995, 2.1 * 1.005]] }], named: null }],
      words: ['路亚竿'],
    })
    expect(parseQuery('纺车轮 2500')).toEqual({ figures: [], words: ['纺车轮', '2500'] })
    expect(parseQuery('第三季 一人一竿').words).toEqual(['第三季', '一竿'])
  })
})
