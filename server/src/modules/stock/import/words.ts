import type { Locale, RowError } from '@bobber/protocol'

type Words = { zh: [message: string, remedy: string]; en: [message: string, remedy: string] }

/** What can be wrong with a line of a table. */
const table = {
  noColumn: {
    zh: ['没有「{column}」列', '请在上方为它选择一列。'],
    en: ['No column is “{column}”', 'Choose one for it above.'],
  },
  missing: { zh: ['不能为空', '请填写。'], en: ['This must not be empty', 'Fill it in.'] },
  tooLong: { zh: ['太长（最多 {limit} 个字）', '请缩短。'], en: ['Too long (at most {limit} characters)', 'Shorten it.'] },
  skuTwice: {
    zh: ['SKU 与第 {line} 行重复', '请合并两行，或改一个 SKU。'],
    en: ['The same SKU stands in line {line}', 'Merge the lines, or change one.'],
  },
  notMoney: {
    zh: ['看不懂这个金额', '请写成 35 或 35.50，不要写范围。'],
    en: ['This is not an amount', 'Write 35 or 35.50, without a range.'],
  },
  negative: { zh: ['金额不能小于 0', '请改成 0 或正数。'], en: ['An amount can’t be below 0', 'Write 0 or more.'] },
  otherCurrency: {
    zh: ['这里是 {currency}，其他价格是 {asked}', '一张表只能有一种外币，请先换算。'],
    en: ['This is {currency}, other prices are {asked}', 'A table has one foreign currency at most: convert this one first.'],
  },
  notCount: {
    zh: ['数量要是 0 到 {limit} 的整数', '请改成整数。'],
    en: ['A quantity is a whole number from 0 to {limit}', 'Write a whole number.'],
  },
  notTracking: {
    zh: ['管理方式只能是 单件、散件 或 仅售', '请改成其中一种。'],
    en: ['Tracking is units, bulk or sale only', 'Write one of these.'],
  },
  trackingChanged: {
    zh: ['已有的商品不能改管理方式（{kept}）', '请换一个 SKU，或保持原来的管理方式。'],
    en: ['A known product keeps its tracking ({kept})', 'Give it another SKU, or leave the tracking.'],
  },
  extraCells: {
    zh: ['这一行比表头多出内容', '可能多了一个逗号；含逗号的内容请加双引号。'],
    en: ['This line has more cells than the header', 'There may be a comma too many; quote cells that hold commas.'],
  },
  codeTwice: {
    zh: ['编号 {code} 与第 {line} 行重复', '每件的编号要不同。'],
    en: ['The code {code} stands in line {line} too', 'Every piece has its own.'],
  },
  codeTaken: { zh: ['编号 {code} 已属于别的单件', '请检查编号。'], en: ['The code {code} belongs to another unit', 'Check the code.'] },
  codesTooMany: {
    zh: ['编号有 {codes} 个，数量只有 {quantity}', '请改数量，或去掉多余的编号。'],
    en: ['{codes} codes for {quantity} pieces', 'Change the quantity, or take codes out.'],
  },
  codesLeft: {
    zh: ['有 {codes} 个编号没有对应的单件', '已有的单件都有编号了。请加数量，或去掉多余的编号。'],
    en: ['{codes} codes have no piece', 'All pieces that are there have theirs. Raise the quantity, or take codes out.'],
  },
  variantTwice: {
    zh: ['款式「{label}」与 {sku} 相同', '同一个商品的每个款式要不同。'],
    en: ['The variant “{label}” is that of {sku} too', 'Each variant of a product has its own.'],
  },
  codesForBulk: {
    zh: ['散件没有单件编号', '请改成单件，或清空编号。'],
    en: ['Bulk goods have no codes', 'Make it units, or clear the codes.'],
  },
  fewerThanPromised: {
    zh: ['已有 {promised} 件被订单占用', '数量不能少于它。'],
    en: ['Orders have {promised} pieces', 'The quantity can’t be less.'],
  },
  pictureBroken: {
    zh: ['图片打不开，或不是 JPG、PNG、WebP', '请换一张图片；视频在导入后到商品里添加。'],
    en: ['The picture is broken, or not JPG, PNG or WebP', 'Choose another picture; add a video to the product after the import.'],
  },
} satisfies Record<string, Words>

export type RowFault = keyof typeof table

export interface Faulty {
  line: number
  /** the file's own header */
  column: string
  value: string
  fault: RowFault
  values?: Record<string, string | number>
}

export function rowError({ line, column, value, fault, values }: Faulty, locale: Locale): RowError {
  const [message, remedy] = table[fault][locale]
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values?.[name] ?? ''))
  return { line, column, value: value.slice(0, 200), message: fill(message), remedy: fill(remedy) }
}
