import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useKeys } from '../../app/keys.ts'
import { Missing } from '../../app/missing.tsx'
import { useConversations, useNow } from '../../data/client-context.tsx'
import { usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { asksForSomebody, type InboxTab, nextUnread, talksOf, waitOf } from '../../data/waiting.ts'
import { Empty } from '../../parts/states.tsx'
import styles from './inbox.module.css'
import { Talk } from './talk.tsx'
import { TalkList } from './talk-list.tsx'
import { previewOf, useTalkTitle } from './talk-words.ts'

/** Where chat is off there is no inbox, whatever the address says. */
export function Inbox() {
  const { shop } = usePlace()
  return shop.switches.chat ? <Talks /> : <Missing />
}

/** Talks on the left, the open one beside them; on a phone one or the other. */
function Talks() {
  const say = useSay()
  const navigate = useNavigate()
  const { me } = usePlace()
  const { conversationId = null } = useParams({ from: '/inside/inbox/{-$conversationId}' })
  const [tab, setTab] = useState<InboxTab>('all')
  const [text, setText] = useState('')
  const now = useNow(5000)
  const title = useTalkTitle()
  const all = useConversations()
  useEffect(() => {
    document.title = `${say('inbox.title')} · ${say('app.name')}`
  }, [say])
  const wanted = text.trim().toLowerCase()
  const views = talksOf(tab, all, me.personId)
    .filter((view) => wanted === '' || `${title(view)} ${previewOf(view, say)}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => (waitOf(b, now) ? 1 : 0) - (waitOf(a, now) ? 1 : 0) || b.lastAt - a.lastAt)
  const open = (id: string | undefined) => void navigate({ to: '/inbox/{-$conversationId}', params: { conversationId: id } })
  const move = (step: 1 | -1) => {
    const at = views.findIndex((view) => view.conversationId === conversationId)
    const next = views[at === -1 ? 0 : at + step]
    if (next) open(next.conversationId)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    n: () => {
      const next = nextUnread(views, conversationId)
      if (next !== null) open(next)
    },
    Escape: () => open(undefined),
  })
  return (
    <div className={styles.inbox} data-open={conversationId !== null}>
      <TalkList
        views={views}
        tab={tab}
        onTab={setTab}
        text={text}
        onText={setText}
        openId={conversationId}
        counts={countsOf(all, me.personId)}
      />
      <div className={styles.talk}>
        {conversationId === null ? (
          <Empty title={say('inbox.pick')} text={say('inbox.pickText')} />
        ) : (
          <Talk key={conversationId} conversationId={conversationId} close={() => open(undefined)} />
        )}
      </div>
    </div>
  )
}

function countsOf(views: ReturnType<typeof useConversations>, personId: string): Record<InboxTab, number> {
  const unread = (tab: InboxTab) => talksOf(tab, views, personId).filter((view) => view.unread > 0 && asksForSomebody(view)).length
  return { mine: unread('mine'), unassigned: unread('unassigned'), all: unread('all') }
}
