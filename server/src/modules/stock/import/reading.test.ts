import { readFileSync } from 'node:fs'
import { isRefusal } from '@bobber/protocol'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { isZip, openZip, type Parcel } from './archive.ts'
import { readCount, readPrice, readTracking } from './cells.ts'
import { decode } from './decode.ts'
import { currencyOfHeader, suggestMapping } from './headers.ts'
import { pictureFinder } from './pictures.ts'
import { readTable, type Table } from './table.ts'
import { type Known, understand } from './understand.ts'
import { rowError } from './words.ts'

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../../test/fixtures/${name}`, import.meta.url))
const nothing: Known = { states: new Map(), levels: new Map(), codes: new Map(), uncoded: new Map(), relatives: [] }

async function tableOf(text: string): Promise<Table> {
  const table = await readTable(text)
  if (isRefusal(table)) throw new Error(table.code)
  return table
}
async function read(text: string, choices: Partial<Parameters<typeof understand>[1]> = {}, known = nothing) {
  const table = await tableOf(text)
  return understand(table, { mapping: suggestMapping(table.headers), currency: undefined, pictures: {}, ...choices }, known)
}

test('M1 reads UTF-8 with and without a mark, GB18030 as the same text, and refuses what is neither', () => {
  const plain = decode(fixture('tackle-40.csv'))
  const twin = decode(fixture('tackle-40.gb18030.csv'))
  expect([plain?.encoding, twin?.encoding]).toEqual(['utf-8', 'gb18030'])
  expect(twin?.text.replaceAll('\r\n', '\n').trim()).toBe(plain?.text.replaceAll('\r\n', '\n').trim())
  expect(decode(Buffer.from('\uFEFFSKU'))?.text).toBe('SKU')
  expect(decode(Buffer.from([0xff, 0xff, 0x41]))).toBeUndefined()
  expect(decode(Buffer.from('a\0b'))).toBeUndefined()
})

test('M1 finds lines across quoted breaks and blank lines, whatever parts the cells', async () => {
  for (const sign of [',', ';', '\t']) {
    const { headers, rows } = await tableOf(['SKU,名称', 'a,"one\ntwo"', '', 'b,three', ',', 'c,four'].join('\r\n').replaceAll(',', sign))
    expect(headers).toEqual(['SKU', '名称'])
    expect(rows.map(({ line, cells }) => [line, cells['SKU']])).toEqual([
      [2, 'a'],
      [5, 'b'],
      [7, 'c'],
    ])
  }
  expect(await readTable('SKU,名称\n')).toMatchObject({ code: 'malformed' })
  expect(await readTable('SKU,名称\na,"open')).toMatchObject({ code: 'malformed' })
})

test('M2 suggests a mapping for Chinese and English headers', () => {
  expect(
    suggestMapping(['SKU', '名称', '类别', '规格', '日租金', '三日租金', '七日租金', '押金', '重置价', '售价', '管理方式', '数量']),
  ).toEqual({
    SKU: 'sku',
    名称: 'name',
    类别: 'category',
    规格: 'specs',
    日租金: 'dayRent',
    三日租金: 'threeDayRent',
    七日租金: 'weekRent',
    押金: 'deposit',
    重置价: 'replacementValue',
    售价: 'price',
    管理方式: 'tracking',
    数量: 'quantity',
  })
  expect(Object.values(suggestMapping(['sku', 'name', 'category', 'brand', 'description', 'sale_price_usd', 'image']))).toEqual([
    'sku',
    'name',
    'category',
    'brand',
    'description',
    'price',
    'image',
  ])
  expect(suggestMapping(['ＳＫＵ', 'Daily Rent (CNY)', '日租金', 'colour', '售价（元）'])).toEqual({
    ＳＫＵ: 'sku',
    'Daily Rent (CNY)': 'dayRent',
    日租金: null,
    colour: null,
    '售价（元）': 'price',
  })
})

test('M6 a header or a cell names a currency; it is asked about, converted, or left out', async () => {
  expect(['sale_price_usd', '售价(美元)', 'Price ($)', '售价(元)', '售价', 'HK$ price'].map(currencyOfHeader)).toEqual([
    'USD',
    'USD',
    'USD',
    'CNY',
    null,
    'HKD',
  ])
  const byHeader = 'sku,name,price_usd\na,A,10\nb,B,¥20'
  expect((await read(byHeader)).askCurrency).toBe('USD')
  expect((await read(byHeader)).rows.map(({ state }) => state.price)).toEqual([null, 2000])
  const converted = await read(byHeader, { currency: { rate: 7.1 } })
  expect([converted.askCurrency, ...converted.rows.map(({ state }) => state.price)]).toEqual([null, 7100, 2000])
  const leftOut = await read(byHeader, { currency: null })
  expect(leftOut.rows.map(({ state }) => [state.price, state.forSale])).toEqual([
    [null, true],
    [2000, true],
  ])
  expect((await read('sku,name,price\na,A,$10\nb,B,20')).askCurrency).toBe('USD')
  expect((await read('sku,name,price\na,A,¥10\nb,B,20元')).askCurrency).toBeNull()
  const two = await read('sku,name,price_usd\na,A,10\nb,B,€20', { currency: { rate: 7 } })
  expect(two.errors).toMatchObject([{ line: 3, fault: 'otherCurrency', values: { currency: 'EUR', asked: 'USD' } }])
})

test.each([
  ['价格(澳元)', 'AUD'],
  ['价格（加元）', 'CAD'],
  ['日租金(新加坡元)', 'SGD'],
  ['价格(澳门元)', 'MOP'],
  ['价格(卢布)', '卢布'],
  ['价格（外币）', '外币'],
  ['价格（元/美元）', 'USD'],
  ['价格 美金', 'USD'],
  ['押金(日元)', 'JPY'],
  ['Price (AUD)', 'AUD'],
  ['Price (CAD)', 'CAD'],
  ['price_aud', 'AUD'],
  ['priceAUD', 'AUD'],
  ['Price [SEK]', 'SEK'],
  ['日租金 A$', 'AUD'],
  ['Price R$', 'R$'],
  ['Price ₱', '₱'],
  ['Price (Australian dollars)', 'AUD'],
  ['Day rate (kr)', 'kr'],
  // Of the yuan's own family, and yet none: ten thousand of them, and a hundredth.
  ['价格(万元)', '万元'],
  ['价格（分）', '分'],
  ['price_cents', 'cents'],
])('M6 %s isn’t taken as yuan', async (header, currency) => {
  expect(currencyOfHeader(header)).toBe(currency)
  const { askCurrency, rows } = await read(`sku;name;${header}\na;A;10`)
  expect([askCurrency, rows[0]?.state.price, rows[0]?.state.dayRent, rows[0]?.state.deposit]).toEqual([currency, null, null, 0])
})

test('M6 元 is yuan alone, after 人民币, and after what names the price', () => {
  const own = [
    '价格(元)',
    '售价/元',
    '租金元',
    '单价(单位:元)',
    '价格（人民币元）',
    '租金（￥）',
    'Price (RMB)',
    'CNY price',
    '单价（元/件）',
  ]
  expect(own.map(currencyOfHeader)).toEqual(own.map(() => 'CNY'))
  const none = ['价格', 'Rent per day', 'Price (incl. tax)', 'price per cup', '押金(可退)', '原价', 'rent (all)', '价格/单元']
  expect(none.map(currencyOfHeader)).toEqual(none.map(() => null))
})

test('M6 a cell’s own currency is asked about too, whatever it is called', async () => {
  for (const [cell, currency] of [
    ['35 加元', 'CAD'],
    ['A$35', 'AUD'],
    ['35 SEK', 'SEK'],
    ['35卢布', '卢布'],
  ]) {
    const { askCurrency, rows } = await read(`sku,name,price\na,A,${cell}`)
    expect([askCurrency, rows[0]?.state.price]).toEqual([currency, null])
  }
  const converted = await read('sku,name,price\na,A,35 加元\nb,B,20元', { currency: { rate: 5.2 } })
  expect(converted.rows.map(({ state }) => state.price)).toEqual([18_200, 2000])
})

test('M6 a column that says each row’s currency is heard', async () => {
  const text = 'sku,name,price,币种\na,A,10,AUD\nb,B,20,人民币\nc,C,30,\nd,D,¥40,AUD'
  expect((await read(text)).askCurrency).toBe('AUD')
  const { rows } = await read(text, { currency: { rate: 4.7 } })
  expect(rows.map(({ state }) => state.price)).toEqual([4700, 2000, 3000, 4000])
  expect((await read('sku,name,price,currency\na,A,10,XYZ')).askCurrency).toBe('XYZ')
  expect((await read('sku,name,price,currency\na,A,10,CNY\nb,B,,USD')).askCurrency).toBeNull()
})

test('M3 doubtful cells are errors, not guesses', () => {
  expect(['35', '', '—', '30-50', '-1', '12,50', '1.280'].map((cell) => readPrice(cell, null, null, undefined))).toEqual([
    3500,
    null,
    null,
    { fault: 'notMoney' },
    { fault: 'negative' },
    { fault: 'notMoney' },
    { fault: 'notMoney' },
  ])
  expect(['6', '1,000 件', '', '6.5', '-1', '2001'].map((cell) => readCount(cell, 2000))).toMatchObject([
    6,
    1000,
    null,
    { fault: 'notCount' },
    { fault: 'notCount' },
    { fault: 'notCount' },
  ])
  expect(['单件', '散件', '仅售', 'Sale only', '', 'x'].map(readTracking)).toEqual([
    'units',
    'bulk',
    'saleOnly',
    'saleOnly',
    null,
    { fault: 'notTracking' },
  ])
})

test('M3 every row that is wrong says where, what and how to mend it', async () => {
  const text = ['SKU,名称,日租金,管理方式,数量', 'a,A,35,单件,2', 'A,B,x,单件,1', ',C,1,整件,1.5', 'd,,1,散件,1,too,many'].join('\n')
  const { errors, rows } = await read(text)
  expect(rows).toHaveLength(1)
  expect(errors.map(({ line, column, fault }) => [line, column, fault])).toEqual([
    [3, 'SKU', 'skuTwice'],
    [3, '日租金', 'notMoney'],
    [4, 'SKU', 'missing'],
    [4, '管理方式', 'notTracking'],
    [4, '数量', 'notCount'],
    [5, '', 'extraCells'],
    [5, '名称', 'missing'],
  ])
  expect(rowError(errors[0]!, 'zh')).toEqual({
    line: 3,
    column: 'SKU',
    value: 'A',
    message: 'SKU 与第 2 行重复',
    remedy: '请合并两行，或改一个 SKU。',
  })
  expect(rowError(errors[0]!, 'en').message).toBe('The same SKU stands in line 2')
  expect((await read('货名,日租金\nA,1')).errors.map(({ fault, column }) => [fault, column])).toEqual([
    ['noColumn', 'sku'],
    ['noColumn', 'name'],
  ])
})

test('M10 codes that stick on the pieces are theirs: one each, never another unit’s', async () => {
  const known = { ...nothing, codes: new Map([['X9', 'elsewhere']]) }
  const { rows, errors } = await read('sku,name,rent,serial\na,A,1,s1;s2\nb,B,1,S2\nc,C,1,x9', {}, known)
  expect(rows.map(({ quantity, unitCodes }) => [quantity, unitCodes])).toEqual([[2, ['s1', 's2']]])
  expect(errors.map(({ line, fault }) => [line, fault])).toEqual([
    [3, 'codeTwice'],
    [4, 'codeTaken'],
  ])
})

test('M4 pictures are found by path, by its end, or by a name only one has', () => {
  const find = pictureFinder({ 'shop/pics/a.webp': '1', 'shop/old/b.webp': '2', 'shop/pics/b.webp': '3', 'c.JPG': null })
  const ids = ['pics/a.webp', 'a.webp', './pics\\A.WEBP', 'pics/b.webp', 'b.webp', 'c.jpg', 'd.webp'].map((name) => find(name)?.fileId)
  expect(ids).toEqual(['1', '1', '1', '3', undefined, null, undefined])
})

test('M8 a zip’s paths are names only, and what climbs or hides is ignored', async () => {
  const csv = Buffer.from('sku,name\na,A')
  const bytes = zipSync({
    './shop/catalogue.csv': csv,
    'shop/deep/other.csv': csv,
    '../evil.webp': csv,
    'shop/../../evil.webp': csv,
    '/evil.webp': csv,
    '__MACOSX/shop/._a.webp': csv,
    'shop/.hidden.webp': csv,
    'shop/pics/a.webp': Buffer.from('picture'),
  })
  expect(isZip(bytes)).toBe(true)
  const parcel = await openZip(bytes)
  expect(isRefusal(parcel)).toBe(false)
  const { tableName, table, pictures } = parcel as Parcel
  expect([tableName, Buffer.from(table).toString()]).toEqual(['shop/catalogue.csv', 'sku,name\na,A'])
  expect(pictures.map(({ path }) => path)).toEqual(['shop/pics/a.webp'])
  expect((await pictures[0]!.read()).toString()).toBe('picture')
})

test('M8 too many entries, too much to unpack, and no zip at all are refused', async () => {
  const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, nth) => [`${nth}.webp`, new Uint8Array()]))
  expect(await openZip(zipSync(many))).toMatchObject({ code: 'tooLarge' })
  expect(await openZip(Buffer.from('PK\u0003\u0004broken'))).toMatchObject({ code: 'malformed' })
  expect(await openZip(zipSync({ 'a.webp': new Uint8Array(3) }))).toMatchObject({ code: 'malformed' })
  // The directory says 4 GB for a few bytes: believed, and refused before anything is unpacked.
  const bomb = zipSync({ 'catalogue.csv': Buffer.from('sku,name\na,A') })
  const view = new DataView(bomb.buffer)
  const directory = bomb.findIndex((byte, at) => byte === 0x50 && bomb[at + 1] === 0x4b && bomb[at + 2] === 1 && bomb[at + 3] === 2)
  view.setUint32(directory + 24, 0xfffffff0, true)
  expect(await openZip(bomb)).toMatchObject({ code: 'tooLarge' })
})

test('M8 names from Windows in Chinese are read as they were meant', async () => {
  const gbk = Buffer.from([0xd3, 0xe3]).toString('latin1') // 鱼 in GB18030
  const bytes = zipSync({ 'catalogue.csv': Buffer.from('sku,name\na,A'), 'XX.webp': Buffer.from('p') })
  const renamed = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('XX.webp', `${gbk}.webp`), 'latin1')
  const parcel = (await openZip(renamed)) as Parcel
  expect(parcel.pictures.map(({ path }) => path)).toEqual(['鱼.webp'])
  expect((await parcel.pictures[0]!.read()).toString()).toBe('p')
})
