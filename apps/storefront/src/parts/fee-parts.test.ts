import { fen } from '@bobber/domain'
import type { FeeSheetLine } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { feeParts } from './fee-parts.ts'

const line = (kind: FeeSheetLine['kind'], orderLineId: string | null, amount: number): FeeSheetLine => ({
  kind,
  orderLineId,
  quantity: 1,
  amount: fen(amount),
  reason: { key: 'deposit', values: { unitAmount: fen(amount) } },
  plan: null,
})
const names = new Map([
  ['rod', '海竿'],
  ['reel', '纺车轮'],
])
const amounts = (groups: ReturnType<typeof feeParts>['charges']) =>
  groups.map(({ name, lines }) => [name, ...lines.map(({ amount }) => Number(amount))])

test('C20 of several kinds of goods each line stands under its own, the deposits in a part of their own', () => {
  const lines = [
    line('rent', 'rod', 2000),
    line('deposit', 'rod', 40_000),
    line('rent', 'reel', 1000),
    line('deposit', 'reel', 30_000),
    line('late', 'rod', 600),
    line('cleaning', null, 500),
  ]
  const { charges, deposits } = feeParts(lines, names)
  expect(amounts(charges)).toEqual([
    ['海竿', 2000, 600],
    ['纺车轮', 1000],
    [null, 500],
  ])
  expect(amounts(deposits)).toEqual([
    ['海竿', 40_000],
    ['纺车轮', 30_000],
  ])
})

test('C20 of one kind no name is repeated', () => {
  const { charges, deposits } = feeParts([line('rent', 'rod', 2000), line('rent', 'rod', 3000)], new Map())
  expect(amounts(charges)).toEqual([[null, 2000, 3000]])
  expect(deposits).toEqual([])
})
