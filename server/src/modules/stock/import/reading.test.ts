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
const nothing: Known = { states: new Map(), levels: new Map(), codes: new Map() }

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

test('M3 doubtful cells are errors, not guesses', () => {
  expect(['35', '', '—', '30-50', '-1', '12,50'].map((cell) => readPrice(cell, null, null, undefined))).toEqual([
    3500,
    null,
    null,
    { fault: 'notMoney' },
    { fault: 'negative' },
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
    remedy: '请合并两行,或改一个 SKU。',
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
