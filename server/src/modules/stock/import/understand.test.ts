import { isRefusal } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { suggestMapping } from './headers.ts'
import { readTable } from './table.ts'
import { type Known, understand } from './understand.ts'

async function read(text: string, known: Partial<Known> = {}) {
  const table = await readTable(text)
  if (isRefusal(table)) throw new Error(table.code)
  const nothing: Known = { states: new Map(), levels: new Map(), codes: new Map(), uncoded: new Map(), relatives: [] }
  return understand(table, { mapping: suggestMapping(table.headers), currency: undefined, pictures: {} }, { ...nothing, ...known })
}

test('M15 what has no price isn’t for sale by it, however that is written', async () => {
  const { rows, errors } = await read('SKU;名称;日租金;售价\na;A;35;99\nb;B;35;-\nc;C;35; 无 \nd;D;35;\ne;E;—;0\nf;F;n/a;/')
  expect(errors).toEqual([])
  expect(rows.map(({ state: { sku, price, forSale, dayRent, forRent } }) => [sku, price, forSale, dayRent, forRent])).toEqual([
    ['a', 9900, true, 3500, true],
    ['b', null, false, 3500, true],
    ['c', null, false, 3500, true],
    ['d', null, false, 3500, true],
    ['e', 0, true, null, false],
    ['f', null, false, null, false],
  ])
})

test('M16 each code stands for one piece: labels and suppliers’ codes are told apart by their form', async () => {
  const { rows } = await read('SKU,名称,日租金,数量,单件编号\nRH-1,竿,35,4,"X7 rh-1-03,RH-1-1"')
  expect(rows[0]).toMatchObject({ quantity: 4, unitCodes: ['rh-1-03', 'X7', 'RH-1-1'], keptCodes: [] })
  const wrong = await read('SKU,名称,日租金,数量,单件编号\nRH-1,竿,35,x,A;B')
  expect(wrong.errors.map(({ fault }) => fault)).toEqual(['notCount'])
})

test('M17 what rows of one product say of it they say together; without a label they are products of their own', async () => {
  const { rows } = await read('SKU,名称,颜色,品牌,规格,日租金\na,包,红,,20 L,1\nb,包,蓝,甲,20 L,1\nc,包,,乙,30 L,1\nd,帽,红,,,1')
  expect(rows.map(({ state: { brand, specs, label }, product }) => [label, brand, specs, product])).toEqual([
    ['红', '甲', '20 L', 'name 包'],
    ['蓝', '甲', '20 L', 'name 包'],
    ['', '乙', '30 L', 'line 4'],
    ['红', '', '', 'name 帽'],
  ])
})
