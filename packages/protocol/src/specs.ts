import type { Worded } from './price.ts'

/**
 * Canonical units, written as UCUM writes them: lengths in m (line diameters in mm, hydrostatic head in mm of water),
 * masses in g. `1` is a plain number; `号` and `#` are the trade's own scales.
 */
export type SpecUnit = 'm' | 'mm' | 'mm[H2O]' | 'g' | 'Cel' | 'L' | 'kW' | 'lm' | 'mA.h' | '[den]' | '1' | '号' | '#'

/** A unit as it is written by a shop or a customer; the domain knows its spellings and what it is in a canonical one. */
export type WrittenUnit =
  | 'mm'
  | 'cm'
  | 'm'
  | 'in'
  | 'ft'
  | 'kg'
  | 'g'
  | '斤'
  | 'lb'
  | 'ml'
  | 'L'
  | 'kW'
  | 'W'
  | 'lm'
  | 'mAh'
  | '℃'
  | 'D'
  | '号'
  | '#'

/** Which attribute a figure is of. Two lengths of one rod (whole and closed) are two names, never one. */
export type SpecName =
  | 'action'
  | 'battery'
  | 'bearings'
  | 'buttDiameter'
  | 'casting'
  | 'closedLength'
  | 'comfort'
  | 'dimensions'
  | 'drag'
  | 'extreme'
  | 'fabric'
  | 'fillPower'
  | 'fillWeight'
  | 'floorHydrostaticHead'
  | 'gearRatio'
  | 'headSize'
  | 'hookNumber'
  | 'hydrostaticHead'
  | 'lead'
  | 'length'
  | 'limit'
  | 'lineDiameter'
  | 'lineLength'
  | 'lineNumber'
  | 'luminousFlux'
  | 'lureWeight'
  | 'maxLoad'
  | 'netWeight'
  | 'packedSize'
  | 'persons'
  | 'pieces'
  | 'poleDiameter'
  | 'power'
  | 'powerOutput'
  | 'rings'
  | 'rValue'
  | 'rodLength'
  | 'rodNumber'
  | 'seasons'
  | 'sections'
  | 'shoeSize'
  | 'size'
  | 'strength'
  | 'taper'
  | 'thickness'
  | 'tipDiameter'
  | 'userHeight'
  | 'volume'
  | 'weight'

/**
 * One attribute. `value` holds one number, `range` both ends included, `values` several numbers in the order
 * written (4 × 4.4 m, 9+1, 4/6), `grade` a step of a scale without numbers (ML). Numbers are in `unit`, whatever they were `written`
 * in (null: no unit); `text` is what the shop wrote.
 */
export type Spec = { readonly name: SpecName; readonly label: Worded; readonly text: string } & (
  | ({ readonly kind: 'value'; readonly value: number } & Measured)
  | ({ readonly kind: 'range'; readonly range: readonly [number, number] } & Measured)
  | ({ readonly kind: 'values'; readonly values: readonly number[] } & Measured)
  | { readonly kind: 'grade'; readonly grade: string }
)
interface Measured {
  readonly unit: SpecUnit
  readonly written: WrittenUnit | null
}

/** What was read out of a product's words, the pieces that weren't understood, as written, and how many numbers were. */
export interface SpecReading {
  readonly specs: readonly Spec[]
  readonly notUnderstood: readonly string[]
  readonly figures: { readonly understood: number; readonly total: number }
}
