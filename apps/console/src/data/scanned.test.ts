import type { OrderLineView, UnitView } from '@bobber/protocol'
import { describe, expect, it } from 'vitest'
import { codeOf, handingOut, judgeOut, judgeSold, leftOf, progressOut, toScan } from './scanned.ts'

const line = (part: Partial<OrderLineView>): OrderLineView => ({
  orderLineId: 'l1',
  kind: 'rental',
  variantId: 'rod',
  productId: 'p',
  sku: 'RH-3608',
  name: '海竿',
  picture: null,
  quantity: 2,
  tracking: 'units',
  from: 0,
  until: 1,
  units: [],
  handedOver: false,
  forgone: 0,
  ...part,
})
const unit = (unitId: string, variantId = 'rod'): UnitView => ({
  unitId,
  variantId,
  sku: 'X',
  name: '竿',
  code: unitId,
  supplierCodes: [],
  state: 'available',
  condition: 'good',
  orderId: null,
  orderNumber: null,
  dueAt: null,
})
const order = { lines: [line({}), line({ orderLineId: 'l2', kind: 'sale', variantId: 'hook' })] }

it('K18 what is still to be handed out stands apart from what is out', () => {
  const out = { unitId: 'a' } as OrderLineView['units'][number]
  const reel = line({ orderLineId: 'l3', variantId: 'reel', quantity: 1, units: [out] })
  const rods = line({ quantity: 3, units: [out], forgone: 1 })
  const { left, out: gone } = handingOut({ lines: [rods, reel, line({ kind: 'sale' })] })
  expect(left).toEqual([{ line: rods, quantity: 1 }])
  expect(gone).toEqual([
    { line: rods, quantity: 1 },
    { line: reel, quantity: 1 },
  ])
})

describe('judgeSold', () => {
  const rod = line({ kind: 'sale' })
  const bought = [rod, { ...rod, orderLineId: 'l2', quantity: 1 }, line({ variantId: 'hook', name: '钩', tracking: 'bulk', kind: 'sale' })]

  it('K3 scans as many as were bought of what has labels, on one line or several, and names what is missing', () => {
    expect([...toScan(bought)]).toEqual([['rod', { name: '海竿', quantity: 3 }]])
    const inHand = [unit('a'), unit('b')]
    expect(judgeSold(bought, inHand, unit('c'))).toEqual({ fits: true })
    expect(judgeSold(bought, inHand, unit('b'))).toEqual({ fits: false, why: 'twice' })
    expect(judgeSold(bought, inHand, unit('x', 'reel'))).toEqual({ fits: false, why: 'wrong', wanted: '海竿' })
    expect(judgeSold(bought, [...inHand, unit('c')], unit('d'))).toEqual({ fits: false, why: 'wrong', wanted: '' })
  })
})

describe('judgeOut', () => {
  it('K3 takes what the order still waits for, and no more', () => {
    expect(judgeOut(order, [], unit('u1'))).toEqual({ fits: true, orderLineId: 'l1' })
    expect(judgeOut(order, [unit('u1')], unit('u2'))).toEqual({ fits: true, orderLineId: 'l1' })
    expect(judgeOut(order, [unit('u1'), unit('u2')], unit('u3'))).toEqual({ fits: false, why: 'wrong', wanted: '' })
  })
  it('K3 names what is needed when the wrong one is scanned, sold goods included', () => {
    expect(judgeOut(order, [], unit('t1', 'tent'))).toEqual({ fits: false, why: 'wrong', wanted: 'RH-3608 海竿' })
    expect(judgeOut(order, [], unit('h1', 'hook'))).toMatchObject({ fits: false, why: 'wrong' })
  })
  it('K3 knows the same label again', () => {
    expect(judgeOut(order, [unit('u1')], unit('u1'))).toEqual({ fits: false, why: 'twice' })
  })
  it('K3 counts what is in hand of what has to go out', () => {
    expect(progressOut(order, [unit('u1')])).toEqual({ done: 1, all: 2 })
  })
  it('K3 waits for nothing that was given up', () => {
    const rest = { lines: [line({ forgone: 1 })] }
    expect(progressOut(rest, [])).toEqual({ done: 0, all: 1 })
    expect(judgeOut(rest, [unit('u1')], unit('u2'))).toMatchObject({ fits: false })
    expect(leftOf(line({ kind: 'sale', forgone: 2 }))).toBe(0)
    expect(leftOf(line({ kind: 'sale', handedOver: true }))).toBe(0)
  })
})

describe('codeOf', () => {
  it('K4 reads bare codes and links', () => {
    expect(codeOf(' RH-3608-01 ')).toBe('RH-3608-01')
    expect(codeOf('https://shop.example/u/RH-3608-01')).toBe('RH-3608-01')
    expect(codeOf('https://shop.example/u/%E7%AB%BF-01/')).toBe('竿-01')
    expect(codeOf('https://shop.example/?code=RH-1&x=2')).toBe('RH-1')
    expect(codeOf('http://[broken')).toBe('http://[broken')
  })
})
