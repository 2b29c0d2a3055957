import { foldCode } from './by-code.ts'

/** The label of a variant's nth piece: SKU-01, SKU-02 … */
export function labelOf(sku: string, number: number): string {
  return foldCode(`${sku}-${String(number).padStart(2, '0')}`)
}

/** Which piece's label a code is, if it has the form of this variant's labels; null: it is somebody else's code. */
export function labelNumber(sku: string, code: string): number | null {
  const number = Number(/-(\d{2,6})$/.exec(foldCode(code))?.[1] ?? 0)
  return number > 0 && labelOf(sku, number) === foldCode(code) ? number : null
}
