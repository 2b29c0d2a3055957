import type { Spec } from '@bobber/protocol'
import { describe, expect, it } from 'vitest'
import { readSpecs } from './read.ts'

function said(spec: Spec): string {
  if (spec.kind === 'grade') return `${spec.name} ${spec.grade}`
  const numbers = spec.kind === 'value' ? spec.value : spec.kind === 'range' ? spec.range.join('–') : spec.values.join(' ')
  return `${spec.name} ${numbers}${spec.unit === '1' ? '' : ` ${spec.unit}`}`
}
const read = (category: string, specs: string, name = category): string => readSpecs({ name, category, specs }).specs.map(said).join('; ')

/** What shops write, read by a person; nothing behind the sign: not to be understood. */
const written: readonly (readonly [category: string, specs: string, read: string])[] = [
  // A word names it.
  ['路亚竿', '饵重 7-28 g, 线号 0.8-1.2, 调性 F, 自重 118 g', 'lureWeight 7–28 g; lineNumber 0.8–1.2 号; taper F; weight 118 g'],
  ['路亚竿', '2.1m 2节 7-21g ML', 'length 2.1 m; sections 2; lureWeight 7–21 g; power ML'],
  ['台钓竿', '收竿长度 112 cm, 先径 1.2mm, 元径 12.5mm, 28调', 'closedLength 1.12 m; tipDiameter 1.2 mm; buttDiameter 12.5 mm; action 2 8'],
  ['台钓竿', '节长 110cm', 'closedLength 1.1 m'],
  ['台钓竿', '缩长1.12米', 'closedLength 1.12 m'],
  ['台钓竿', '携带长度：112 厘米', 'closedLength 1.12 m'],
  ['台钓竿', '112 cm closed', 'closedLength 1.12 m'],
  ['台钓竿', '竿长3.6m 节数3 自重240g 收长112cm', 'length 3.6 m; sections 3; weight 240 g; closedLength 1.12 m'],
  ['台钓竿', '长度：3.6米；节数：4；自重：240克', 'length 3.6 m; sections 4; weight 240 g'],
  ['台钓竿', '3.6 m 收缩 112 cm 自重 130 g', 'length 3.6 m; closedLength 1.12 m; weight 130 g'],
  ['台钓竿', '竿长 3.6m(展开) 1.12m(收缩)', 'length 3.6 m; closedLength 1.12 m'],
  ['溪流竿', '4.5 m 12 节 收62cm 178g', 'length 4.5 m; sections 12; closedLength 0.62 m; weight 178 g'],
  ['矶钓竿', '1.5号, 235 g, 适合线号1-2.5号, 5节', 'rodNumber 1.5 号; weight 235 g; lineNumber 1–2.5 号; sections 5'],
  ['渔轮', '速比 5.2:1, 轴承 9+1, 刹车力 8kg, 自重 240g', 'gearRatio 5.2; bearings 9 1; drag 8000 g; weight 240 g'],
  ['渔轮', '线容量 3号/150m, 泄力 5 kg, 6+1BB', 'lineNumber 3 号; lineLength 150 m; drag 5000 g; bearings 6 1'],
  ['渔线', '3号, 150 m, 拉力 8 kg, 线径 0.285mm', 'lineNumber 3 号; lineLength 150 m; strength 8000 g; lineDiameter 0.285 mm'],
  ['浮漂', '吃铅 0.8-1.6 g, 漂长 35 cm', 'lead 0.8–1.6 g; length 0.35 m'],
  ['支架', '适用竿长 3-6.3 m', 'rodLength 3–6.3 m'],
  ['帐篷', '水压 3000mm, 2人/4季', 'hydrostaticHead 3000 mm[H2O]; persons 2; seasons 4'],
  ['帐篷', '防水指数PU3000mm; 帐底 5000mm', 'hydrostaticHead 3000 mm[H2O]; floorHydrostaticHead 5000 mm[H2O]'],
  ['帐篷', '铝杆 8.5 mm', 'poleDiameter 8.5 mm'],
  ['帐篷', '8.5 mm 铝杆', 'poleDiameter 8.5 mm'],
  ['帐篷', '3-4人, 展开 210×130×110 cm, 收纳尺寸 45×15 cm', 'persons 3–4; dimensions 2.1 1.3 1.1 m; packedSize 0.45 0.15 m'],
  [
    'tents',
    '2-person, 3-season, fly 3000 mm, packed 45 x 15 cm',
    'persons 2; seasons 3; hydrostaticHead 3000 mm[H2O]; packedSize 0.45 0.15 m',
  ],
  ['背包', '65L, 适用身高 165-180 cm, 自重 1.9 kg, 210D 尼龙', 'volume 65 L; userHeight 1.65–1.8 m; weight 1900 g; fabric 210 [den]'],
  ['睡袋', '充绒量 800g, 蓬松度 700FP', 'fillWeight 800 g; fillPower 700'],
  ['睡袋', '舒适 -5℃, 下限 -11℃, 极限 -28℃', 'comfort -5 Cel; limit -11 Cel; extreme -28 Cel'],
  ['睡袋', 'comfort 0 °C, limit −6 °C, extreme −23 °C', 'comfort 0 Cel; limit -6 Cel; extreme -23 Cel'],
  ['睡袋', '5/0/-15℃, 零下', 'comfort 5 Cel; limit 0 Cel; extreme -15 Cel'],
  ['防潮垫', 'R 值 4.5, 厚度 8 cm, 183×51×8 cm', 'rValue 4.5; thickness 0.08 m; dimensions 1.83 0.51 0.08 m'],
  ['登山杖', '65-135 cm, 3节, 250 g', 'length 0.65–1.35 m; sections 3; weight 250 g'],
  ['桌椅', '承重 120kg, 自重3.2kg', 'maxLoad 120000 g; weight 3200 g'],
  ['海竿', '3.6 m/7 rings/240 g', 'length 3.6 m; rings 7; weight 240 g'],
  ['海竿', '规格：3.6米 | 7导环 | 约240g', 'length 3.6 m; rings 7; weight 240 g'],
  ['海竿', '碳素 自重 240g', 'weight 240 g'],
  ['海竿', '12 ft 7 rings', 'length 3.6576 m; rings 7'],
  ['帐篷', '外帐防水3000mm 底布 水压 5000mm 重2.6kg', 'hydrostaticHead 3000 mm[H2O]; floorHydrostaticHead 5000 mm[H2O]; weight 2600 g'],
  ['天幕', '3×4.4米 150D 涂银', 'dimensions 3 4.4 m; fabric 150 [den]'],
  ['照明', '1000lm 10400mAh 充电 Type-C 5V/2A', 'luminousFlux 1000 lm; battery 10400 mA.h'],
  ['渔轮', '2500型 5.2:1, 0.30mm/150m', 'size 2500; gearRatio 5.2; lineDiameter 0.3 mm; lineLength 150 m'],
  ['睡袋', '舒适/极限：5/−1℃', 'comfort 5 Cel; extreme -1 Cel'],
  ['spinning rods', 'Length: 2.1 m; Guides: 8; Lure weight 7-28 g; Sections 2', 'length 2.1 m; rings 8; lureWeight 7–28 g; sections 2'],
  ['spinning rods', `7'6", MH-F`, 'length 2.286 m; power MH; taper F'],
  // A word names something else.
  ['台钓竿', '竿袋 1.3 m', ''],
  ['台钓竿', '1.3 m 竿袋', ''],
  ['台钓竿', '1.3 m（竿袋）', ''],
  ['台钓竿', '竿袋长 1.3 m', ''],
  ['台钓竿', '柄长 0.6 m', ''],
  ['台钓竿', '备用 2 节', ''],
  ['台钓竿', '包装重量 380 g', ''],
  ['台钓竿', '毛重 380 g', ''],
  ['台钓竿', '碳布 T800, 含碳量 99%, 6H', ''],
  ['台钓竿', '适合铅坠 30号', ''],
  ['渔轮', '收线长 75cm', ''],
  ['帐篷', '高 190 cm, 帐杆 2.4 m, 2 室 1 厅', ''],
  ['帐篷', '打包重量 3.2 kg', ''],
  ['帐篷', 'packed weight 3.2 kg', ''],
  ['帐篷', '面料 68 g/m², 2.5 m²', ''],
  ['背包', '背长 45-55 cm', ''],
  ['抄网', '网深 50cm', ''],
  ['浮漂', '尾长 12 cm', ''],
  ['睡袋', '温标 -5℃', ''],
  ['睡袋', '适用温度 5~15℃', ''],
  ['照明', '3节7号电池, 续航 30h', ''],
  ['钓伞', '万向 360度', ''],
  ['数码', '1080p, 4K 60fps, 12MP', ''],
  ['手表', '防水 30米', ''],
  // Nothing names it, and it may be something else.
  ['台钓竿', '110 cm', ''],
  ['台钓竿', '3.6/4.5/5.4 m', ''],
  ['台钓竿', '7环+1', ''],
  ['路亚竿', '3/8 oz, 6-12lb', ''],
  ['渔轮', '12 kg', ''],
  ['帐篷', '8.5 mm', ''],
  ['帐篷', '2,000 mm/3,000 mm', ''],
  ['桌椅', '120 kg', ''],
  ['绳索', '10.5mm×50m', ''],
  ['帐篷', '地钉 重量 300 g, 帐杆 全长 3.6 m', ''],
  ['照明', '送 5000 mAh 充电宝', ''],
  ['睡袋', '-8 ~ -15 ℃', ''],
  ['抄网', '45 cm', ''],
  ['炊具', '450 g 气罐', ''],
  ['饮料', '500 g, 3 kg, 2 m', ''],
]

describe('readSpecs among what shops write', () => {
  it.each(written)('A3 %s: %s', (category, specs, expected) => {
    expect(read(category, specs)).toBe(expected)
  })

  it('A3 a name’s parts, gifts and nicknames say nothing of the product', () => {
    expect(read('竿袋', '', '竿袋 1.3 m')).toBe('')
    expect(read('海竿', '', '海竿 3.6 m 送 150 m 主线')).toBe('length 3.6 m')
    expect(read('海竿', '3.6 m', '海竿套装 含支架')).toBe('length 3.6 m')
    expect(read('帐篷', '3,000 mm', '双人帐「橘灯」')).toBe('hydrostaticHead 3000 mm[H2O]; persons 2')
    expect(read('照明', '300 lm, 2.6 kg', '帐篷灯')).toBe('luminousFlux 300 lm; weight 2600 g')
    expect(read('', '210 g', 'Baitcasting reel')).toBe('weight 210 g')
  })

  it('A4 a second figure that differs is of something else', () => {
    expect(read('台钓竿', '3.6 m, 1.12 m')).toBe('length 3.6 m')
    expect(read('帐篷', '2.6 kg, 3.1 kg')).toBe('weight 2600 g')
    expect(read('海竿', '3.6 m', '海竿 4.2 m')).toBe('length 3.6 m')
    expect(read('海竿', '3.6 m', '海竿 360cm')).toBe('length 3.6 m')
  })

  it('A4 a year is no reel’s size', () => {
    expect(read('渔轮', '', '纺车轮 2500 型')).toBe('size 2500')
    expect(read('渔轮', '', '渔轮 2024款')).toBe('')
    expect(read('渔轮', '', '纺车轮 C3000')).toBe('')
  })

  it('A5 Chinese numerals are numbers before what they count, and nowhere else', () => {
    expect(read('溪流竿', '十二节')).toBe('sections 12')
    expect(read('海竿', '三米六, 二百四十克')).toBe('length 3.6 m; weight 240 g')
    expect(read('海竿', '3米6')).toBe('length 3.6 m')
    expect(read('帐篷', '第三季, 一室两厅, 三百')).toBe('')
  })
})
