import type { ConversationView } from '@bobber/client/client'
import { useEffect } from 'preact/hooks'
import { useTitle } from '../frame/title.ts'
import { Empty } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { addressOf, goInstead } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'
import { when } from '../words.ts'
import { AskShop } from './ask.tsx'

/** What was said is shown to whoever is signed in, and to nobody else (C16). */
export function TalksPage() {
  const { t, me } = useStorefront()
  useTitle(t.navTalk)
  return me ? <Talks /> : <NoTalks />
}

function NoTalks() {
  const { t } = useStorefront()
  return (
    <Empty icon="talk" title={t.noTalks} hint={t.noTalksHint}>
      <AskShop />
    </Empty>
  )
}

/** One talk opens at once; several are listed, newest first. */
function Talks() {
  const { t } = useStorefront()
  const talks = useClient((client) => client.conversations())
  const connection = useClient((client) => client.connection())
  const [only] = talks
  const single = talks.length === 1 && only ? only.conversationId : null
  useEffect(() => {
    if (single !== null) goInstead(addressOf({ at: 'talk', conversationId: single }))
  }, [single])
  if (talks.length === 0) {
    const over = connection === 'live' || connection === 'gone' || connection === 'nobody'
    return over ? <NoTalks /> : <Skeleton shape="order" count={3} />
  }
  return (
    <div class="page">
      <h1>{t.talks}</h1>
      <ul class="talk-list">
        {talks.map((view) => (
          <li key={view.conversationId}>
            <TalkLine view={view} />
          </li>
        ))}
      </ul>
      <AskShop />
    </div>
  )
}

function TalkLine({ view }: { view: ConversationView }) {
  const { t, shop, settings } = useStorefront()
  return (
    <a class="card talk-line" href={addressOf({ at: 'talk', conversationId: view.conversationId })}>
      <b>{t.talkWith(shop.name)}</b>
      <span class="muted">{when(view.lastAt, 'moment', shop.zone, settings.locale)}</span>
      {view.unread > 0 && (
        <span class="badge">
          {view.unread}
          <span class="unseen">{t.unread(view.unread)}</span>
        </span>
      )}
    </a>
  )
}
