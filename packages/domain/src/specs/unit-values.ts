import type { SpecUnit, WrittenUnit } from '@bobber/protocol'

/** A written unit's canonical one, and what one of it is there. */
export interface UnitValue {
  readonly unit: SpecUnit
  readonly factor: number
}

export const unitValues: Readonly<Record<WrittenUnit, UnitValue>> = {
  mm: { unit: 'm', factor: 0.001 },
  cm: { unit: 'm', factor: 0.01 },
  m: { unit: 'm', factor: 1 },
  in: { unit: 'm', factor: 0.0254 },
  ft: { unit: 'm', factor: 0.3048 },
  kg: { unit: 'g', factor: 1000 },
  g: { unit: 'g', factor: 1 },
  斤: { unit: 'g', factor: 500 },
  lb: { unit: 'g', factor: 453.59237 },
  ml: { unit: 'L', factor: 0.001 },
  L: { unit: 'L', factor: 1 },
  kW: { unit: 'kW', factor: 1 },
  W: { unit: 'kW', factor: 0.001 },
  lm: { unit: 'lm', factor: 1 },
  mAh: { unit: 'mA.h', factor: 1 },
  '℃': { unit: 'Cel', factor: 1 },
  D: { unit: '[den]', factor: 1 },
  号: { unit: '号', factor: 1 },
  '#': { unit: '#', factor: 1 },
}

/** Diameters and water columns are kept in millimetres, whose own canonical unit is the metre. */
export function factorTo(unit: SpecUnit, written: WrittenUnit): number {
  const { factor } = unitValues[written]
  return unit === 'mm' || unit === 'mm[H2O]' ? factor * 1000 : factor
}

/** Twelve digits, so that 112 × 0.01 is 1.12 and not 1.1200000000000001. */
export function exactly(value: number): number {
  return Number(value.toPrecision(12))
}
