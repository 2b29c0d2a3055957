import type { ConversationView } from '@bobber/client/client'
import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow, usePresence } from '../../data/client-context.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { lengthWords, useTimes } from '../../data/times.ts'
import { mayPutAway } from '../../data/waiting.ts'
import { nameIn } from '../../facts/fact-title.ts'
import { Icon } from '../../parts/icon.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import styles from './inbox.module.css'
import { useTalkTitle } from './talk-words.ts'

export function TalkHead({ view, close, showSide }: { view: ConversationView; close: () => void; showSide: () => void }) {
  const say = useSay()
  const may = useMay()
  const { me } = usePlace()
  const title = useTalkTitle()
  const assign = useCommand('conversation.assign')
  const resolve = useCommand('conversation.resolve')
  const [handing, setHanding] = useState<{ personId: string | null; name: string } | null>(null)
  const { conversationId, mark } = view
  const assigneeId = mark?.assigneeId ?? null
  const staff = useAsk('staff.list', {}, { enabled: may('staff.list') })
  const resolves = may('conversation.resolve') && mayPutAway(view)
  const nameOf = (personId: string) => staff.data?.staff.find((one) => one.personId === personId)?.name ?? nameIn(view, personId)
  return (
    <div className={styles.head}>
      <Button variant="subtle" px="xs" className={styles.back ?? ''} onClick={close} aria-label={say('act.back')} miw="var(--tap)">
        <Icon name="left" />
      </Button>
      <div className={styles.headName}>
        <h2 className="clip">{title(view)}</h2>
        <span className="quiet">
          {assigneeId !== null ? say('talk.assigned', { name: nameOf(assigneeId) }) : say('inbox.unassigned')}
          <Presence personId={mark?.customerId ?? null} />
        </span>
      </div>
      {may('conversation.assign') && assigneeId !== me.personId && (
        <Button
          variant={assigneeId === null ? 'filled' : 'light'}
          loading={assign.busy}
          onClick={() => void assign.give({ conversationId, personId: me.personId })}
        >
          {say('talk.take')}
        </Button>
      )}
      {may('conversation.assign') && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">{say('talk.assign')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(staff.data?.staff ?? [])
              .filter((one) => !one.dismissed && one.personId !== me.personId)
              .map((one) => (
                <Menu.Item key={one.personId} onClick={() => setHanding({ personId: one.personId, name: one.name })}>
                  {one.name}
                </Menu.Item>
              ))}
            <Menu.Item onClick={() => setHanding({ personId: null, name: say('talk.assignNobody') })}>{say('talk.assignNobody')}</Menu.Item>
            {resolves && (
              <>
                <Menu.Divider />
                <Menu.Item onClick={() => void resolve.give({ conversationId })}>{say('talk.resolve')}</Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {resolves && (
        <Button
          variant="default"
          className={styles.wideOnly ?? ''}
          loading={resolve.busy}
          onClick={() => void resolve.give({ conversationId })}
        >
          {say('talk.resolve')}
        </Button>
      )}
      <Button variant="default" className={styles.sideButton ?? ''} onClick={showSide}>
        {say('talk.side')}
      </Button>
      <ProblemNote problem={assign.problem ?? resolve.problem} />
      {handing && (
        <HandTo
          name={handing.name}
          busy={assign.busy}
          close={() => setHanding(null)}
          go={async (reason) => {
            const reply = await assign.give({ conversationId, personId: handing.personId, ...(reason !== '' && { reason }) })
            if (reply) setHanding(null)
          }}
        />
      )}
    </div>
  )
}

function Presence({ personId }: { personId: string | null }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(30_000)
  const presence = usePresence(personId)
  if (!presence) return null
  if (presence.state === 'online') return <> · {say('talk.online')}</>
  if (presence.state === 'away') return <> · {say('talk.away')}</>
  return (
    <>
      {' '}
      ·{' '}
      {say('talk.seen', {
        time: now - presence.lastSeenAt < 3_600_000 ? lengthWords(now - presence.lastSeenAt, say) : times.short(presence.lastSeenAt, now),
      })}
    </>
  )
}

function HandTo({ name, busy, close, go }: { name: string; busy: boolean; close: () => void; go: (reason: string) => Promise<void> }) {
  const say = useSay()
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={close} title={`${say('talk.assign')} ${name}`} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void go(reason.trim())
        }}
      >
        <Stack>
          <TextInput
            label={say('talk.reason')}
            maxLength={200}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy}>
            {say('talk.assign')} {name}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
