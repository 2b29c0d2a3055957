import { Drawer } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useConversation } from '../../data/client-context.tsx'
import { useAsk } from '../../data/ask.ts'
import { useSay } from '../../data/settings.tsx'
import { Empty } from '../../parts/states.tsx'
import { Composer } from './composer.tsx'
import styles from './inbox.module.css'
import { SidePanel } from './side-panel.tsx'
import { TalkHead } from './talk-head.tsx'
import { TalkLog } from './talk-log.tsx'

export function Talk({ conversationId, close }: { conversationId: string; close: () => void }) {
  const say = useSay()
  const view = useConversation(conversationId)
  const about = useAsk('conversation.get', { conversationId })
  const [side, setSide] = useState(false)
  // A guest who signs in, and a merge of two people, are no facts of the talk: they show in its participants alone.
  const people = view?.participants.map(({ personId, name }) => `${personId} ${name}`).join() ?? ''
  const askedFor = useRef(people)
  const { again } = about
  useEffect(() => {
    if (askedFor.current === people) return
    askedFor.current = people
    again()
  }, [people, again])
  if (!view) return <Empty title={say('talk.gone')} text={say('talk.goneText')} />
  return (
    <div className={styles.whole}>
      <div className={styles.main}>
        <TalkHead view={view} close={close} showSide={() => setSide(true)} />
        <TalkLog view={view} />
        <Composer conversationId={view.conversationId} />
      </div>
      <aside className={styles.side} aria-label={say('talk.side')}>
        <SidePanel about={about} conversationId={conversationId} />
      </aside>
      <Drawer
        opened={side}
        onClose={() => setSide(false)}
        position="right"
        title={say('talk.side')}
        closeButtonProps={{ 'aria-label': say('act.close') }}
      >
        <SidePanel about={about} conversationId={conversationId} />
      </Drawer>
    </div>
  )
}
