import { beginAnewWhenEnded } from '@bobber/client/platform/browser'
import { Link, Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useClient, useConversations, useNow } from '../data/client-context.tsx'
import { noteEnd } from '../data/ended.ts'
import { useMay, usePlace } from '../data/me.tsx'
import { useSay } from '../data/settings.tsx'
import { useTakeByAnswering } from '../data/take-by-answering.ts'
import { waitOf } from '../data/waiting.ts'
import mark from '../../../../samples/brand/mark.svg'
import { Icon, type IconName } from '../parts/icon.tsx'
import type { WordKey } from '../words/catalogue.ts'
import { useShellKeys } from './keys.ts'
import { fetchAhead, lazyScreen } from './lazy-screen.tsx'
import { Lines } from './lines.tsx'
import styles from './shell.module.css'

// What opens on demand is loaded on demand: dialogs bring positioning and focus traps along.
const KeysHelp = lazyScreen(async () => (await import('./keys-help.tsx')).default, { dialog: true })
const MoreSheet = lazyScreen(async () => (await import('./more-sheet.tsx')).default, { dialog: true })

export interface NavItem {
  to: '/' | '/inbox/{-$conversationId}' | '/orders' | '/hand-overs' | '/stock' | '/import' | '/people' | '/settings'
  icon: IconName
  word: WordKey
  count?: number
}

/** What my roles and the shop's switches leave of the menu: what is off is nowhere. */
function useNav(): NavItem[] {
  const may = useMay()
  const { shop } = usePlace()
  const now = useNow(5000)
  const waiting = useConversations().filter((view) => waitOf(view, now) !== null).length
  const goods = shop.switches.rental || shop.switches.sale
  return [
    { to: '/', icon: 'counter', word: 'nav.counter' },
    ...(shop.switches.chat ? [{ to: '/inbox/{-$conversationId}', icon: 'inbox', word: 'nav.inbox', count: waiting } as const] : []),
    ...(goods && may('order.list') ? [{ to: '/orders', icon: 'orders', word: 'nav.orders' } as const] : []),
    ...(shop.switches.rental && may('handOvers.today') ? [{ to: '/hand-overs', icon: 'handOvers', word: 'nav.handOvers' } as const] : []),
    ...(goods ? [{ to: '/stock', icon: 'stock', word: 'nav.stock' } as const] : []),
    ...(goods && may('import.add') ? [{ to: '/import', icon: 'import', word: 'nav.import' } as const] : []),
    ...(may('staff.list') || may('customer.find') ? [{ to: '/people', icon: 'people', word: 'nav.people' } as const] : []),
    { to: '/settings', icon: 'settings', word: 'nav.settings' },
  ]
}

export function Shell() {
  const say = useSay()
  const { me, shop } = usePlace()
  const nav = useNav()
  const [help, setHelp] = useState(false)
  const [more, setMore] = useState(false)
  useShellKeys(() => setHelp(true))
  const client = useClient()
  useEffect(() => {
    const stops = [noteEnd(client, sessionStorage), beginAnewWhenEnded(client)]
    return () => stops.forEach((stop) => stop())
  }, [client])
  useTakeByAnswering()
  useEffect(() => {
    // Once the first view stands still. Safari has no idle callbacks.
    const soon = setTimeout(
      () => ('requestIdleCallback' in window ? requestIdleCallback(() => void fetchAhead()) : void fetchAhead()),
      1000,
    )
    return () => clearTimeout(soon)
  }, [])
  const first = nav.slice(0, 4)
  return (
    <div className={styles.shell}>
      <a className="skip" href="#main">
        {say('nav.skip')}
      </a>
      <div className={styles.top}>
        <Lines />
      </div>
      <nav className={styles.nav} aria-label={say('nav.label')}>
        <div className={styles.brand}>
          <img src={mark} alt="" />
          <span className="clip">{shop.name}</span>
        </div>
        {nav.map((item) => (
          <NavLink key={item.to} item={item} />
        ))}
        <div className={styles.foot}>{me.name}</div>
      </nav>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <nav className={styles.bottom} aria-label={say('nav.label')}>
        {first.map((item) => (
          <NavLink key={item.to} item={item} />
        ))}
        <button type="button" className={styles.item} onClick={() => setMore(true)} aria-haspopup="dialog">
          <Icon name="more" />
          {say('nav.more')}
        </button>
      </nav>
      {more && <MoreSheet items={nav.slice(4)} close={() => setMore(false)} />}
      {help && <KeysHelp close={() => setHelp(false)} />}
    </div>
  )
}

function NavLink({ item }: { item: NavItem }) {
  const say = useSay()
  return (
    <Link
      to={item.to}
      params={{ conversationId: undefined }}
      className={styles.item}
      activeOptions={{ exact: item.to === '/', includeSearch: false }}
    >
      <Icon name={item.icon} />
      <span>{say(item.word)}</span>
      {item.count !== undefined && item.count > 0 && (
        <span className={styles.count}>
          {item.count}
          <span className="hidden">{say('counter.waiting', { n: item.count })}</span>
        </span>
      )}
    </Link>
  )
}
