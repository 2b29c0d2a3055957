import { type FormEvent, type ReactNode, useState } from 'react'
import { useSay } from '../data/settings.tsx'

/** A form that says what it lacks in the console's own words: the browser's bubbles speak the browser's language. */
export function CheckedForm({ go, children }: { go: () => Promise<void>; children: ReactNode }) {
  const say = useSay()
  const [lack, setLack] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wrong = [...event.currentTarget.querySelectorAll('input')].find(({ required, minLength, value }) =>
      required ? value.trim() === '' || value.length < minLength : false,
    )
    if (!wrong) {
      setLack('')
      void go()
      return
    }
    const field = wrong.labels?.[0]?.textContent ?? ''
    setLack(wrong.value.trim() === '' ? say('form.missing', { field }) : say('form.short', { field, n: wrong.minLength }))
    wrong.focus()
  }
  return (
    <form noValidate onSubmit={submit}>
      {children}
      {lack !== '' && (
        <p role="alert" style={{ color: 'var(--mantine-color-error)', marginTop: '0.5rem' }}>
          {lack}
        </p>
      )}
    </form>
  )
}
