import type { WrittenUnit } from '@bobber/protocol'
import type { Around } from './around.ts'
import type { Amount, Figure } from './figures.ts'
import { isGrades, isRod } from './grades.ts'
import { bareMeaningsOf, countedMeanings, type Meaning, type Worded, wordedMeanings } from './meanings.ts'
import type { Reading, SpecOfText, Subject } from './sheet.ts'
import { exactly, factorTo } from './unit-values.ts'

/** Words for a part of it, for what it is like when put away, or for what comes with it: a figure beside them isn't its own. */
const PARTS =
  /收|(?<!伸)缩|节长|(?<![直枪])柄|(?<!睡)袋|[包打]装|打包|内[帐袋胆]|[送赠含附配]|备用|[适每]|用于|\b(?:for|with|per|packed|closed|(?<!sleeping )bag|case|spare)\b/u
const PART_BEHIND = /^(?:[收缩节]|(?<![直枪])柄|竿?袋|[包打]装|打包|\b(?:packed|closed|bag|case)\b)/u
const OWN = /^(?!重量|[全总]?长|厚度|容[量积]|防水|[静抗耐防]?水压|面料|布料)\p{Script=Han}{2,}/u
const GIVEN = /[送赠含附配]|备用|\b(?:spare|free|plus|with)\b/u

const wordsBefore = wordedMeanings.map((meaning) => ({ meaning, words: new RegExp(`(?<!\\p{L})(?:${meaning.words})$`, 'u') }))
/** Somebody who asks writes without blanks, 海竿长3.6米, and what is taken too much of her words is still said by the attribute's name. */
const wordsAsked = wordedMeanings.map((meaning) => ({ meaning, words: new RegExp(`(?<![a-z])(?:${meaning.words})$`, 'u') }))
const wordsBehind = wordedMeanings.map((meaning) => ({ meaning, words: new RegExp(`^(?:${meaning.words})$`, 'u') }))
const counted = countedMeanings.map((meaning) => ({ meaning, words: new RegExp(`^(?:${meaning.words})(?!\\s*\\+)`, 'u') }))

/** 7 rings, 双人, 4-season, 节数 3 节 */
export const byCount: Reading = (figure, { lead, leadAt, tail, tailAt }, subject) => {
  if (tail === '' || GIVEN.test(lead)) return null
  for (const { meaning, words } of counted) {
    const said = words.exec(tail)
    const spec = said && ofKind(meaning, subject) ? specOf(figure, meaning) : null
    if (!said || !spec) continue
    const before = wordsBefore.find((other) => other.meaning.name === meaning.name)?.words.exec(lead)
    return { at: before ? leadAt + before.index : figure.at, end: tailAt + said[0].length, specs: [spec] }
  }
  return null
}

/** 收缩 112 cm, 线号 0.8-1.2, R 4.2 */
export const byWordBefore: Reading = (figure, { lead, leadAt }, subject) => {
  if (lead === '') return null
  for (const { meaning, words } of subject.asked ? wordsAsked : wordsBefore) {
    const spec = ofKind(meaning, subject) ? specOf(figure, meaning) : null
    const said = spec && words.exec(lead)
    if (said && fitsBehind(lead.slice(0, said.index).trim(), said[0], subject)) {
      return { at: leadAt + said.index, end: figure.end, specs: [spec] }
    }
  }
  return null
}

/** A word that only a product as a whole has, such as 自重 or 饵重, may follow others: 碳素 自重 240g. A weight or a length may be a part's. */
function fitsBehind(words: string, said: string, subject: Subject): boolean {
  return isAbout(subject, words) || (OWN.test(said) && !PARTS.test(words))
}

/** 112 cm closed, 3 m rods */
export const byWordBehind: Reading = (figure, { lead, tail, tailAt, attached }, subject) => {
  if (tail === '' || attached || !isAbout(subject, lead)) return null
  for (const { meaning, words } of wordsBehind) {
    const spec = ofKind(meaning, subject) ? specOf(figure, meaning) : null
    if (spec && words.test(tail)) return { at: figure.at, end: tailAt + tail.length, specs: [spec] }
  }
  return null
}

/** 3.6 m of a rod, 2,000 mm of a tent: only where nothing else stands, or what stands there is the product itself. */
export const bare: Reading = (figure, around, subject) => {
  for (const meaning of bareMeaningsOf(subject.kind)) {
    const spec = specOf(figure, meaning)
    if (spec && standsAlone(meaning, around, subject)) return { at: figure.at, end: figure.end, specs: [spec] }
  }
  return null
}

/** Lumens, milliampere-hours and denier are of one thing only, whatever stands beside them but a gift. */
function standsAlone({ unit, name }: Meaning, around: Around, subject: Subject): boolean {
  if (unit === 'lm' || unit === 'mA.h' || unit === '[den]') return !around.attached && !GIVEN.test(around.lead)
  return name === 'size' ? isReelSize(around) && isAbout(subject, around.lead) : isBare(around, subject)
}

/** A reel's size is a bare number of its trade: 2500 holds 150 m of 2.5号. It is no length and no weight, and 2024款 no size. */
function isReelSize({ lead, tail, attached }: Around): boolean {
  return !attached && /(?:^|轮|reel)$/u.test(lead) && /^(?:[型号]?$|[型号]?\s*\p{Script=Han}*轮)/u.test(tail)
}

export function isBare({ lead, tail, attached, closed }: Around, subject: Subject): boolean {
  if (subject.asked) return true
  if (attached || closed || !isAbout(subject, lead)) return false
  return tail === '' || (isRod(subject) && isGrades(tail)) || (subject.about.includes(tail) && !PART_BEHIND.test(tail))
}

export function isAbout({ about, asked }: Subject, words: string): boolean {
  return words === '' || asked || (about.includes(words) && !PARTS.test(words))
}

function ofKind({ kinds }: Worded, { kind, asked }: Subject): boolean {
  return kinds === null || asked || (kind !== null && kinds.includes(kind))
}

/** A figure as an attribute; null: its unit or shape isn't that of the attribute, or the number is out of its bounds. */
export function specOf({ amounts, joint }: Figure, { name, unit, written, least, most, shape }: Meaning): SpecOfText | null {
  const numbers = amounts.map((amount) => inUnit(amount, unit))
  const fits = (amount: Amount, nth: number): boolean => {
    const number = numbers[nth] ?? Number.NaN
    const units: readonly (WrittenUnit | null)[] = written.length > 0 ? written : [null]
    return units.includes(amount.unit?.key ?? null) && number >= least && number <= most
  }
  const [one, other] = numbers
  if (one === undefined || !amounts.every(fits)) return null
  const key = amounts[0]?.unit?.key ?? null
  if (joint === null && shape !== 'range') return { name, kind: 'value', value: one, unit, written: key }
  if (joint !== '–' || shape === 'one' || other === undefined || numbers.length > 2 || one > other) return null
  return { name, kind: 'range', range: [one, other], unit, written: key }
}

export function inUnit({ value, unit: spelling }: Amount, unit: Meaning['unit']): number {
  return spelling ? exactly(value * factorTo(unit, spelling.key)) : value
}
