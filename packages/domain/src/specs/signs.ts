import type { SpecName, SpecUnit } from '@bobber/protocol'
import type { Figure } from './figures.ts'
import { isRod } from './grades.ts'
import { inUnit, isAbout, isBare } from './readings.ts'
import type { Reading, SpecOfText, Taken } from './sheet.ts'

const RATIO = /^(?:速比|齿轮比|传动比|(?:gear )?ratio)$/u
const BEARINGS = /^(?:滚珠)?轴承[数量]?$|^(?:ball )?bearings?$/u
const BEARINGS_BEHIND = /^(?:bb|轴承?|(?:ball )?bearings?)(?![a-z])/u
const CAPACITY = /^(?:最大)?(?:线?容线?|绕线|线杯容)量$|^(?:line )?capacity$/u
const TEMPERATURES = /^(?:舒适)?(?:温标|温度)$|^(?:舒适|comfort)\/(?:下限|limit|极限)(?:\/(?:极限|extreme))?$/u
const SIZE = /^(?:外[形帐]|产品|[展打]开)?(?:尺寸|规格|大小)$|^[展打]开$|^长[×x*]?宽(?:[×x*]?[高厚])?$|^(?:size|dimensions?)$/u
const PACKED = /^(?:收[纳起合拢]|打包|[包装袋]装|装袋|折叠)后?(?:尺寸|大小|规格)?$|^(?:packed|folded|pack)(?: size)?$/u

/** What the signs between numbers make sure: 5.2:1, 9+1, 4/6, 5/−1 ℃, 3号×150 m, 4×4.4 m. */
export const bySign: Reading = (figure, around, subject) => {
  const { lead, leadAt, tail, tailAt } = around
  const numbers = figure.amounts.map(({ value }) => value)
  const plainNumbers = figure.amounts.every(({ unit }) => unit === null)
  const reel = subject.asked || subject.kind === 'reel'
  const take = (spec: SpecOfText, words: RegExp, behind?: RegExp): Taken => ({
    at: words.test(lead) ? leadAt : figure.at,
    end: behind?.test(tail) ? tailAt + (behind.exec(tail)?.[0].length ?? 0) : figure.end,
    specs: [spec],
  })
  const [one = 0, other = 0] = numbers
  if (plainNumbers && figure.joint === ':' && other === 1 && one >= 2 && one <= 20 && (reel || RATIO.test(lead))) {
    return take({ name: 'gearRatio', kind: 'value', value: one, unit: '1', written: null }, RATIO)
  }
  if (plainNumbers && figure.joint === '+' && (reel || BEARINGS.test(lead) || BEARINGS_BEHIND.test(tail))) {
    return take(several('bearings', figure, '1'), BEARINGS, BEARINGS_BEHIND)
  }
  const action = plainNumbers ? actionOf(figure, tail.startsWith('调'), subject.asked || isRod(subject)) : null
  if (action) return take(action, /^调性?$/u, /^调/u)
  if (figure.joint === '/' && figure.amounts.every(({ unit }) => unit?.unit === 'Cel')) {
    const descends = numbers.every((number, nth) => nth === 0 || number < (numbers[nth - 1] ?? 0))
    if (!descends || !(subject.kind === 'sleepingBag' || subject.asked) || !(TEMPERATURES.test(lead) || isBare(around, subject)))
      return null
    const names: readonly SpecName[] = /^[^下]*极限$/u.test(lead) ? ['comfort', 'extreme'] : ['comfort', 'limit', 'extreme']
    const specs = names.flatMap((name, nth) => {
      const number = numbers[nth]
      return number === undefined ? [] : [{ name, kind: 'value' as const, value: number, unit: 'Cel' as const, written: '℃' as const }]
    })
    return { at: TEMPERATURES.test(lead) ? leadAt : figure.at, end: figure.end, specs }
  }
  return byLengths(figure, around, subject)
}

/** 4/6 says how a rod bends by tenths, and so do 46调 and 四六调. */
function actionOf({ amounts, joint }: Figure, named: boolean, rod: boolean): SpecOfText | null {
  const numbers = amounts.map(({ value }) => value)
  const [one = 0] = numbers
  const tenths = joint === null && named ? [Math.floor(one / 10), one % 10] : joint === '/' && (rod || named) ? numbers : []
  if (tenths.length !== 2 || tenths.some((tenth) => !Number.isInteger(tenth)) || (tenths[0] ?? 0) + (tenths[1] ?? 0) !== 10) return null
  return { name: 'action', kind: 'values', values: tenths, unit: '1', written: null }
}

const byLengths: Reading = (figure, around, subject) => {
  const { lead, leadAt, tail, tailAt } = around
  const [first, last] = figure.amounts
  if (!first || !last || !figure.amounts.every(({ unit }) => unit?.unit === 'm' || unit?.key === '号')) return null
  const line = first.unit?.key === '号' || (first.unit?.key === 'mm' && first.value < 5)
  if (line && last.unit?.key === 'm' && figure.amounts.length === 2) {
    if (!isAbout(subject, lead) && !CAPACITY.test(lead)) return null
    const [name, unit]: readonly [SpecName, SpecUnit] = first.unit?.key === '号' ? ['lineNumber', '号'] : ['lineDiameter', 'mm']
    return {
      at: CAPACITY.test(lead) ? leadAt : figure.at,
      end: figure.end,
      specs: [
        { name, kind: 'value', value: inUnit(first, unit), unit, written: first.unit?.key ?? null },
        { name: 'lineLength', kind: 'value', value: last.value, unit: 'm', written: 'm' },
      ],
    }
  }
  // A rope's 10.5 mm × 50 m are no sides of anything.
  if (figure.joint !== '×' || figure.amounts.length > 3 || figure.amounts.some(({ unit }) => unit?.key !== last.unit?.key)) return null
  if (PACKED.test(lead)) return { at: leadAt, end: figure.end, specs: [several('packedSize', figure, 'm')] }
  if (PACKED.test(tail) && isAbout(subject, lead)) {
    return { at: figure.at, end: tailAt + tail.length, specs: [several('packedSize', figure, 'm')] }
  }
  if (SIZE.test(lead)) return { at: leadAt, end: figure.end, specs: [several('dimensions', figure, 'm')] }
  return isBare(around, subject) ? { at: figure.at, end: figure.end, specs: [several('dimensions', figure, 'm')] } : null
}

function several(name: SpecName, { amounts }: Figure, unit: SpecUnit): SpecOfText {
  return { name, kind: 'values', values: amounts.map((amount) => inUnit(amount, unit)), unit, written: amounts[0]?.unit?.key ?? null }
}
