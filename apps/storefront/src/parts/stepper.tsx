import { useStorefront } from '../storefront.ts'

interface Props {
  readonly label: string
  readonly value: number
  readonly most: number
  change: (value: number) => void
}

/** How many, one at a time; never under one. */
export function Stepper({ label, value, most, change }: Props) {
  const { t } = useStorefront()
  return (
    <div class="stepper" role="group" aria-label={label}>
      <button type="button" aria-label={t.fewer} disabled={value <= 1} onClick={() => change(value - 1)}>
        −
      </button>
      <output aria-live="polite">{value}</output>
      <button type="button" aria-label={t.moreOne} disabled={value >= most} onClick={() => change(value + 1)}>
        +
      </button>
    </div>
  )
}
