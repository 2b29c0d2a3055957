import type { Worded } from './price.ts'

/** Canonical units, written as UCUM writes them; `1` is a plain number and `号`, `#` are the trade's own scales. */
export type SpecUnit = 'm' | 'mm' | 'g' | 'Cel' | 'L' | 'kW' | 'lm' | 'mA.h' | '[den]' | '1' | '号' | '#' | '[in_i]'

/** Which attribute a figure is of. Two lengths of one rod (whole and closed) are two names, never one. */
export type SpecName =
  | 'length'
  | 'closedLength'
  | 'headSize'
  | 'rodLength'
  | 'width'
  | 'thickness'
  | 'sections'
  | 'rings'
  | 'pieces'
  | 'weight'
  | 'netWeight'
  | 'fillWeight'
  | 'lead'
  | 'maxLoad'
  | 'drag'
  | 'casting'
  | 'action'
  | 'power'
  | 'taper'
  | 'rodNumber'
  | 'lineNumber'
  | 'lineLength'
  | 'lineDiameter'
  | 'hookNumber'
  | 'gearRatio'
  | 'bearings'
  | 'size'
  | 'persons'
  | 'seasons'
  | 'hydrostaticHead'
  | 'floorHydrostaticHead'
  | 'comfort'
  | 'limit'
  | 'rValue'
  | 'volume'
  | 'powerOutput'
  | 'luminousFlux'
  | 'battery'
  | 'fabric'
  | 'shoeSize'

/**
 * One attribute. `value` holds one number, `range` both ends included, `values` several numbers in the order
 * written (4 × 4.4 m, 9+1, 4/6). Numbers are in `unit`; `text` is what the shop wrote.
 */
export type Spec = {
  readonly name: SpecName
  readonly label: Worded
  readonly text: string
} & (
  | { readonly kind: 'value'; readonly value: number; readonly unit: SpecUnit }
  | { readonly kind: 'range'; readonly range: readonly [number, number]; readonly unit: SpecUnit }
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly unit: SpecUnit }
  | { readonly kind: 'grade'; readonly grade: string }
)

/** What was read out of a product's words, and the pieces that weren't understood, as written. */
export interface SpecReading {
  readonly specs: readonly Spec[]
  readonly notUnderstood: readonly string[]
}
