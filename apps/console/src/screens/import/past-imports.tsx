import type { Calls } from '@bobber/protocol'
import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import type { Problem } from '../../data/problem.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import { Empty, ProblemNote, Shown } from '../../parts/states.tsx'
import { TypedConfirm } from '../../parts/typed-confirm.tsx'

type Refused = Calls['import.undo']['reply']['refused']

export function PastImports() {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const asked = useAsk('import.list', {})
  const [problem, setProblem] = useState<Problem | null>(null)
  return (
    <Section title={say('import.past')}>
      <Shown
        asked={asked}
        rows={2}
        empty={({ imports }) => (imports.length === 0 ? <Empty title={say('import.noPast')} text={say('import.noPastText')} /> : null)}
      >
        {({ imports }) => (
          <div>
            {imports.map((one) => (
              <div key={one.importId} className="row" style={{ cursor: 'default', flexWrap: 'wrap' }}>
                <span className="row-main" style={{ minWidth: '12rem' }}>
                  <b>{one.fileName}</b> <Badge>{say(`import.state.${one.state}`)}</Badge>
                  <br />
                  <span className="quiet">
                    {say('import.by', { name: one.byName, time: times.short(one.at, now) })} ·{' '}
                    {say('import.count', { products: one.products, units: one.units })}
                  </span>
                </span>
                {one.undoable && <UndoImport importId={one.importId} onProblem={setProblem} />}
              </div>
            ))}
          </div>
        )}
      </Shown>
      <ProblemNote problem={problem} />
    </Section>
  )
}

/** Takes an import back, line by line: what has orders or was changed since stays, and says why. */
export function UndoImport({
  importId,
  onUndone,
  onProblem,
}: {
  importId: string
  /** how many of its lines stayed */
  onUndone?: (stayed: number) => void
  onProblem: (problem: Problem | null) => void
}) {
  const say = useSay()
  const undo = useCommand('import.undo')
  const [asking, setAsking] = useState(false)
  const [refused, setRefused] = useState<Refused>([])
  const go = async () => {
    const reply = await undo.give({ importId })
    setAsking(false)
    onProblem(reply ? null : undo.problem)
    if (!reply) return
    setRefused(reply.refused)
    onUndone?.(reply.refused.length)
  }
  return (
    <>
      <Button variant="subtle" color="red" loading={undo.busy} onClick={() => setAsking(true)}>
        {say('import.undo')}
      </Button>
      {refused.length > 0 && (
        <div role="alert">
          <b>{say('import.refused', { n: refused.length })}</b>
          <ul>
            {refused.map((line) => (
              <li key={line.line}>
                {say('import.line', { n: line.line })} {line.sku}: {line.message} <span className="quiet">{line.remedy}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <TypedConfirm
        opened={asking}
        close={() => setAsking(false)}
        title={say('import.undo')}
        text={say('import.undoText')}
        word={say('act.undo')}
        label={say('import.undo')}
        busy={undo.busy}
        problem={undo.problem}
        confirm={() => void go()}
      />
    </>
  )
}
