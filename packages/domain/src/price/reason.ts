import type { FeeSheetLine, RentalLength, Weekday, Worded } from '@bobber/protocol'
import type { Locale } from '@bobber/protocol'
import { shortYuan, yuan } from '../money/fen.ts'

const weekdayNames: Record<Locale, readonly string[]> = {
  zh: ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}

const unitNames: Record<Locale, Record<RentalLength['unit'], string>> = {
  zh: { hour: '小时', day: '天', week: '周' },
  en: { hour: 'hour', day: 'day', week: 'week' },
}

/** The reason of a line with its working-out: `周六 1 天 × 35 × 1.2 = 42.00` (PR14). Amounts are in yuan. */
export function reasonText(line: Pick<FeeSheetLine, 'reason' | 'quantity' | 'amount'>, locale: Locale): string {
  return `${factorsOf(line, locale)} = ${yuan(line.amount)}`
}

function factorsOf({ reason, quantity }: Pick<FeeSheetLine, 'reason' | 'quantity'>, locale: Locale): string {
  const zh = locale === 'zh'
  const pieces = quantity === 1 ? '' : ` × ${quantity}${zh ? ' 件' : ' pieces'}`
  const each = zh ? `${quantity} 件` : count(quantity, 'piece')
  switch (reason.key) {
    case 'rentDays': {
      const { firstDay, lastDay, days, unitAmount, factorBp, holiday } = reason.values
      const when = `${weekdays(firstDay, lastDay, days, locale)}${inBrackets(holiday, locale)}`
      return `${when} ${lengthText({ unit: 'day', count: days }, locale)}${pieces} × ${shortYuan(unitAmount)}${times(factorBp)}`
    }
    case 'rentHours': {
      const { weekday, hours, unitAmount, factorBp, holiday } = reason.values
      const when = `${weekdayNames[locale][weekday]}${inBrackets(holiday, locale)}`
      return `${when} ${lengthText({ unit: 'hour', count: hours }, locale)}${pieces} × ${shortYuan(unitAmount)}${times(factorBp)}`
    }
    case 'rentPackage': {
      const { length: tier, times: repeats, unitAmount } = reason.values
      const name = zh ? `${lengthText(tier, locale)}套餐` : `${lengthText(tier, locale)} package`
      return `${name}${repeats === 1 ? '' : ` × ${repeats}`}${pieces} × ${shortYuan(unitAmount)}`
    }
    case 'deposit':
      return `${zh ? '押金' : 'Deposit'} ${each} × ${shortYuan(reason.values.unitAmount)}`
    case 'sale':
      return `${zh ? '购买' : 'Bought'} ${each} × ${shortYuan(reason.values.unitAmount)}`
    case 'late': {
      const { startedHours, perHour, cap } = reason.values
      const hours = `${zh ? '逾期' : 'Late'} ${lengthText({ unit: 'hour', count: startedHours }, locale)}`
      const most = cap === null ? '' : zh ? `，封顶 ${shortYuan(cap)}` : `, at most ${shortYuan(cap)}`
      return `${hours} × ${shortYuan(perHour)}${most}${pieces}`
    }
    case 'damage':
      // In brackets: a part may end with a number of its own (纺车轮 2500).
      return `${zh ? '损坏' : 'Damage'}${inBrackets(reason.values.part, locale)} ${each} × ${shortYuan(reason.values.unitAmount)}`
    case 'cleaning':
      return `${zh ? '清洁' : 'Cleaning'} ${each} × ${shortYuan(reason.values.unitAmount)}`
    case 'forgone': {
      const { unitAmount, back } = reason.values
      if (back) return `${zh ? '没有取，退回' : 'Not collected, goes back'} ${each} × ${shortYuan(unitAmount)}`
      return zh ? `没有取 ${each}，货一直留着，租金不退` : `Not collected ${each}: kept for you, the rent stays`
    }
    case 'earlyReturn':
      break
  }
  const { saved, shareBp } = reason.values
  return `${zh ? '提前归还，少用' : 'Early return, unused'} ${shortYuan(saved)} × ${shareBp / 100}%`
}

/** `1 天`, `3 days`. */
export function lengthText({ unit, count: number }: RentalLength, locale: Locale): string {
  return locale === 'zh' ? `${number} ${unitNames.zh[unit]}` : count(number, unitNames.en[unit])
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Past a week `周五–周五` could be one day or eight, so only the first is named. */
function weekdays(first: Weekday, last: Weekday, days: number, locale: Locale): string {
  const names = weekdayNames[locale]
  if (days === 1) return names[first] ?? ''
  if (days <= 7) return `${names[first]}–${names[last]}`
  return locale === 'zh' ? `${names[first]}起` : `from ${names[first]}`
}

function inBrackets(holiday: Worded | null, locale: Locale): string {
  if (!holiday) return ''
  return locale === 'zh' ? `（${holiday.zh}）` : ` (${holiday.en})`
}

function times(factorBp: number): string {
  return factorBp === 10_000 ? '' : ` × ${factorBp / 10_000}`
}
