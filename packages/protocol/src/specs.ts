import type { Worded } from './price.ts'

/**
 * Canonical units, written as UCUM writes them: lengths in m (line diameters in mm, hydrostatic head in mm of water),
 * masses in g. `1` is a plain number; `号` and `#` are the trade's own scales.
 */
export type SpecUnit = 'm' | 'mm' | 'mm[H2O]' | 'g' | 'Cel' | 'L' | 'kW' | 'lm' | 'mA.h' | '[den]' | '1' | '号' | '#'

/** Which attribute a figure is of. Two lengths of one rod (whole and closed) are two names, never one. */
export type SpecName =
  | 'action'
  | 'battery'
  | 'bearings'
  | 'casting'
  | 'closedLength'
  | 'comfort'
  | 'dimensions'
  | 'drag'
  | 'fabric'
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
  | 'maxLoad'
  | 'netWeight'
  | 'persons'
  | 'pieces'
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
  | 'taper'
  | 'thickness'
  | 'volume'
  | 'weight'

/**
 * One attribute. `value` holds one number, `range` both ends included, `values` several numbers in the order
 * written (4 × 4.4 m, 9+1, 4/6), `grade` a step of a scale without numbers (ML). Numbers are in `unit`; `text` is
 * what the shop wrote.
 */
export type Spec = { readonly name: SpecName; readonly label: Worded; readonly text: string } & (
  | { readonly kind: 'value'; readonly value: number; readonly unit: SpecUnit }
  | { readonly kind: 'range'; readonly range: readonly [number, number]; readonly unit: SpecUnit }
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly unit: SpecUnit }
  | { readonly kind: 'grade'; readonly grade: string }
)

/** What was read out of a product's words, the pieces that weren't understood, as written, and how many numbers were. */
export interface SpecReading {
  readonly specs: readonly Spec[]
  readonly notUnderstood: readonly string[]
  readonly figures: { readonly understood: number; readonly total: number }
}
