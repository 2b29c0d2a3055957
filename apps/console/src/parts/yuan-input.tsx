import { NumberInput } from '@mantine/core'

/** Yuan on the screen, whole fen in the value; null is an empty field. */
export function YuanInput({
  label,
  description,
  value,
  onChange,
  required = false,
}: {
  label: string
  description?: string
  value: number | null
  onChange: (fen: number | null) => void
  required?: boolean
}) {
  return (
    <NumberInput
      label={label}
      description={description}
      required={required}
      withAsterisk={false}
      min={0}
      max={1_000_000}
      decimalScale={2}
      allowNegative={false}
      prefix="¥"
      inputMode="decimal"
      value={value === null ? '' : value / 100}
      onChange={(next) => onChange(typeof next === 'number' ? Math.round(next * 100) : null)}
    />
  )
}
