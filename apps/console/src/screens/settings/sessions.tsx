import { Badge, Button } from '@mantine/core'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote, Shown } from '../../parts/states.tsx'

export function Sessions() {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const asked = useAsk('session.list', {})
  const revoke = useCommand('session.revoke')
  return (
    <Section title={say('session.title')}>
      <Shown asked={asked} rows={2}>
        {({ sessions }) => (
          <div>
            {sessions.map((session) => (
              <div key={session.sessionId} className="row" style={{ cursor: 'default', flexWrap: 'wrap' }}>
                <span className="row-main" style={{ minWidth: '10rem' }}>
                  {session.device} {session.current && <Badge color="green">{say('session.current')}</Badge>}
                  <br />
                  <span className="quiet">{say('session.seen', { time: times.short(session.lastSeenAt, now) })}</span>
                </span>
                {!session.current && (
                  <Button variant="default" loading={revoke.busy} onClick={() => void revoke.give({ sessionId: session.sessionId })}>
                    {say('session.revoke')}
                  </Button>
                )}
              </div>
            ))}
          </div>
        )}
      </Shown>
      <ProblemNote problem={revoke.problem} />
    </Section>
  )
}
