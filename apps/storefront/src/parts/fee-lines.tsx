import { reasonText } from '@bobber/domain'
import type { FeeSheet, FeeSheetLine } from '@bobber/protocol'
import { useStorefront } from '../storefront.ts'
import { money } from '../words.ts'
import { type FeeGroup, feeParts } from './fee-parts.ts'

interface Props {
  readonly sheet: Pick<FeeSheet, 'lines' | 'totals'>
  /** what each order line is called; absent or empty where there is only one */
  readonly names?: ReadonlyMap<string, string>
  /** it goes back now: nothing has to be promised of it */
  readonly settles?: boolean
}
const nameless: ReadonlyMap<string, string> = new Map()

/** What it costs, line by line under the goods it is for; below the sum the deposit, which comes back (C20). */
export function Fees({ sheet: { lines, totals }, names = nameless, settles = false }: Props) {
  const { t } = useStorefront()
  const { charges, deposits } = feeParts(lines, names)
  const sum = totals.rent === totals.charges ? t.rentTotal : totals.sale === totals.charges ? t.saleTotal : t.charges
  return (
    <>
      <Groups groups={charges} />
      {totals.charges > 0 && <Sum label={sum} amount={money(totals.charges)} />}
      {totals.deposit > 0 && (
        <>
          <Groups groups={deposits} />
          <Sum label={t.deposit} hint={settles ? undefined : t.depositHint} amount={money(totals.deposit)} />
        </>
      )}
    </>
  )
}

function Groups({ groups }: { groups: readonly FeeGroup[] }) {
  return groups.map(({ name, lines }) => (
    <div key={name ?? ''} class="fee-group">
      {name !== null && <h3>{name}</h3>}
      <ul class="fee-lines">
        {lines.map((line, index) => (
          <li key={index}>
            <FeeLine line={line} />
          </li>
        ))}
      </ul>
    </div>
  ))
}

/** A line with its working-out: `周六 1 天 × 35 × 1.2 = 42.00`. */
export function FeeLine({ line }: { line: FeeSheetLine }) {
  const { settings } = useStorefront()
  return <span class={line.amount < 0 ? 'fee-line lowers' : 'fee-line'}>{reasonText(line, settings.locale)}</span>
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
