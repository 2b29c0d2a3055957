import type { ConversationView } from '@bobber/client/client'
import { Badge, SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useNow } from '../../data/client-context.tsx'
import { draftOf } from '../../data/drafts.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { asksForSomebody, countUp, type InboxTab, waitOf } from '../../data/waiting.ts'
import { SearchBox } from '../../parts/search-box.tsx'
import { Empty } from '../../parts/states.tsx'
import styles from './inbox.module.css'
import { previewOf, useTalkTitle } from './talk-words.ts'

const tabs: readonly InboxTab[] = ['mine', 'unassigned', 'all']

export function TalkList({
  views,
  tab,
  onTab,
  text,
  onText,
  openId,
  counts,
}: {
  views: readonly ConversationView[]
  tab: InboxTab
  onTab: (tab: InboxTab) => void
  text: string
  onText: (text: string) => void
  openId: string | null
  counts: Record<InboxTab, number>
}) {
  const say = useSay()
  const label = (one: InboxTab) => `${say(`inbox.${one}`)}${counts[one] > 0 ? ` ${counts[one]}` : ''}`
  return (
    <section className={styles.list} aria-label={say('inbox.title')}>
      <div className={styles.listHead}>
        <h1>{say('inbox.title')}</h1>
        <SegmentedControl
          fullWidth
          aria-label={say('inbox.title')}
          value={tab}
          onChange={(next) => onTab(tabs.find((one) => one === next) ?? 'all')}
          data={tabs.map((one) => ({ value: one, label: label(one) }))}
        />
        <SearchBox value={text} onChange={onText} label={say('inbox.search')} />
      </div>
      <div className={styles.rows}>
        {views.length === 0 ? (
          <Nothing tab={tab} searching={text !== ''} />
        ) : (
          views.map((view) => <Row key={view.conversationId} view={view} open={view.conversationId === openId} />)
        )}
      </div>
    </section>
  )
}

function Nothing({ tab, searching }: { tab: InboxTab; searching: boolean }) {
  const say = useSay()
  if (searching) return <Empty title={say('inbox.emptySearch')} text={say('inbox.emptySearchText')} />
  if (tab === 'mine') return <Empty title={say('inbox.emptyMine')} text={say('inbox.emptyMineText')} />
  if (tab === 'unassigned') return <Empty title={say('inbox.emptyUnassigned')} text={say('inbox.emptyUnassignedText')} />
  return <Empty title={say('inbox.emptyAll')} text={say('inbox.emptyAllText')} />
}

function Row({ view, open }: { view: ConversationView; open: boolean }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow()
  const title = useTalkTitle()
  const draft = draftOf(view.conversationId)
  const wait = waitOf(view, now)
  return (
    <Link
      to="/inbox/{-$conversationId}"
      params={{ conversationId: view.conversationId }}
      className="row"
      aria-current={open ? 'true' : undefined}
    >
      <span className={styles.face} aria-hidden="true">
        {title(view).slice(0, 1)}
      </span>
      <span className="row-main">
        <span className={styles.rowTop}>
          <b className="clip">{title(view)}</b>
          <span className="quiet figures">{times.short(view.lastAt, now)}</span>
        </span>
        <span className={styles.rowTop}>
          <span className="quiet clip">
            {draft === '' ? (
              previewOf(view, say)
            ) : (
              <>
                <b>{say('inbox.draft')}</b> {draft}
              </>
            )}
          </span>
          {wait ? (
            <span className={styles.wait} data-level={wait.level}>
              {say('inbox.waits', { time: countUp(wait.seconds) })}
            </span>
          ) : (
            view.unread > 0 && (
              <Badge color={asksForSomebody(view) ? 'red' : 'gray'} variant="filled" aria-label={say('inbox.unread', { n: view.unread })}>
                {view.unread}
              </Badge>
            )
          )}
        </span>
      </span>
    </Link>
  )
}
