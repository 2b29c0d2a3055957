import { worded } from '@bobber/protocol'
import type { ComponentChildren } from 'preact'
import { useStorefront } from '../storefront.ts'
import type { Trouble } from '../use-command.ts'
import { when } from '../words.ts'
import { Icon, type IconName } from './icon.tsx'

/** Says why something didn't happen and what helps; read out at once by a screen reader. */
export function TroubleNote({ trouble, children }: { trouble: Trouble | null; children?: ComponentChildren }) {
  const { t } = useStorefront()
  const words = useTroubleWords(trouble)
  return (
    <div role="alert" class="trouble-room">
      {trouble && (
        <div class="trouble">
          <Icon name="alert" />
          <p>
            <strong>{t.sentence(words?.message ?? t.broken)}</strong>
            {words?.remedy ?? t.brokenHint}
          </p>
          {children}
        </div>
      )}
    </div>
  )
}

/** Refusals are worded here again, so that they follow a change of the language; instants become the shop's wall clock. */
function useTroubleWords(trouble: Trouble | null): { message: string; remedy: string } | null {
  const { settings, shop } = useStorefront()
  if (trouble?.kind !== 'refused') return null
  const { refusal } = trouble
  const from = refusal.values?.['freeFromAt']
  const values =
    typeof from === 'number' ? { ...refusal.values, freeFrom: when(from, 'moment', shop.zone, settings.locale) } : refusal.values
  return worded({ ...refusal, ...(values && { values }) }, settings.locale)
}

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly hint: string
  /** where the screen has a heading of its own above */
  readonly under?: boolean
  readonly children?: ComponentChildren
}

/** Nothing to show, and the next step out of it. */
export function Empty({ icon, title, hint, under = false, children }: EmptyProps) {
  const Heading = under ? 'h2' : 'h1'
  return (
    <div class="empty">
      <span class="empty-mark">
        <Icon name={icon} />
      </span>
      <Heading>{title}</Heading>
      <p>{hint}</p>
      {children}
    </div>
  )
}

/** No answer came: the network or the shop is away. */
export function Broken({ again, under = false }: { again: () => void; under?: boolean }) {
  const { t } = useStorefront()
  return (
    <Empty icon="alert" title={t.broken} hint={t.brokenHint} under={under}>
      <button type="button" class="button" onClick={again}>
        {t.retry}
      </button>
    </Empty>
  )
}
