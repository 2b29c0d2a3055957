import { reasonText } from '@bobber/domain'
import type { FeeSheetLine } from '@bobber/protocol'
import { useStorefront } from '../storefront.ts'

/** Every line with its working-out: `周六 1 天 × 35 × 1.2 = 42.00`. */
export function FeeLines({ lines, names }: { lines: readonly FeeSheetLine[]; names?: ReadonlyMap<string, string> }) {
  const { settings } = useStorefront()
  return (
    <ul class="fee-lines">
      {lines.map((line, index) => {
        const name = line.orderLineId === null ? undefined : names?.get(line.orderLineId)
        return (
          <li key={index} class={line.amount < 0 ? 'fee-line lowers' : 'fee-line'}>
            {name && <span class="fee-line-of">{name}</span>}
            <span class="fee-line-why">{reasonText(line, settings.locale)}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** A name and an amount, the amounts under each other. */
export function Sum({
  label,
  amount,
  hint,
  strong = false,
}: {
  label: string
  amount: string
  hint?: string | undefined
  strong?: boolean
}) {
  return (
    <div class={strong ? 'sum strong' : 'sum'}>
      <span>
        {label}
        {hint && <small> · {hint}</small>}
      </span>
      <b>{amount}</b>
    </div>
  )
}
