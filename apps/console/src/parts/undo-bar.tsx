import { Button } from '@mantine/core'
import { useNow } from '../data/client-context.tsx'
import { useSay } from '../data/settings.tsx'
import { useTimes } from '../data/times.ts'
import { Icon } from './icon.tsx'

/** Stays as long as undoing is possible, and goes by itself. */
export function UndoBar({ until, label, busy, undo }: { until: number; label: string; busy: boolean; undo: () => void }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow()
  if (now >= until) return null
  return (
    <div
      className="card"
      style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem 1rem', alignItems: 'center', justifyContent: 'space-between' }}
    >
      <span>{say('undo.for', { time: times.clock(until) })}</span>
      <Button variant="default" leftSection={<Icon name="undo" size={18} />} loading={busy} onClick={undo}>
        {label}
      </Button>
    </div>
  )
}
