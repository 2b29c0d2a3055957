import { fen, shortYuan, yuan } from '@bobber/domain'

/** `¥477.00`, for sums. */
export function money(amount: number): string {
  return amount < 0 ? `−¥${yuan(fen(-amount))}` : `¥${yuan(fen(amount))}`
}
/** `¥35`, for prices among words. */
export function shortMoney(amount: number): string {
  return `¥${shortYuan(fen(amount))}`
}
