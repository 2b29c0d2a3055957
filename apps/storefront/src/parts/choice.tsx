export interface Option<V extends string> {
  readonly value: V
  readonly label: string
}
interface Props<V extends string> {
  readonly label: string
  readonly options: readonly Option<V>[]
  readonly value: V
  readonly look: 'chips' | 'segments'
  choose: (value: V) => void
}

/** One of several, as a radio group of the browser's own: arrow keys and screen readers know it. */
export function Choice<V extends string>({ label, options, value, look, choose }: Props<V>) {
  return (
    <fieldset class={`choice ${look}`}>
      <legend class="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} class="choice-option">
          <input type="radio" name={label} checked={option.value === value} onChange={() => choose(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
