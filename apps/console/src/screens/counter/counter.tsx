import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useConversations, useNow } from '../../data/client-context.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { waitOf } from '../../data/waiting.ts'
import { CustomerFinder } from '../../parts/customer-finder.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { SignInQr } from '../../parts/sign-in-qr.tsx'
import { OpenRefunds, TodayLists } from '../hand-overs/today-lists.tsx'
import styles from './counter.module.css'
import { SetUpSteps } from './set-up-steps.tsx'

/** A small shop's desk: three big buttons, the customer in front of it, and what today still brings. */
export function Counter() {
  const say = useSay()
  const may = useMay()
  const { shop } = usePlace()
  const { rental, sale } = shop.switches
  return (
    <Screen title={say('counter.title')}>
      {may('shop.setUp') && <SetUpSteps first />}
      <div className={styles.big}>
        {rental && may('rental.checkOut') && (
          <BigButton to="/hand-overs/out/{-$orderId}" icon="out" title={say('counter.handOut')} text={say('counter.handOutText')} />
        )}
        {rental && may('rental.checkIn') && (
          <BigButton to="/hand-overs/in" icon="back" title={say('counter.takeBack')} text={say('counter.takeBackText')} />
        )}
        {(rental || sale) && may('order.place') && (
          <BigButton to="/orders/new" icon="plus" title={say('counter.newOrder')} text={say('counter.newOrderText')} strong />
        )}
      </div>
      {may('shop.setUp') && <SetUpSteps first={false} />}
      {shop.switches.chat && <Waiting />}
      <div className={styles.two}>
        {may('customer.find') && (
          <Section title={say('customer.find')}>
            <CustomerFinder />
            {may('counterQr.create') && (
              <div className={styles.newcomer}>
                <p className="quiet">{say('counter.newcomer')}</p>
                <SignInQr />
              </div>
            )}
          </Section>
        )}
        {may('handOvers.today') && <div className={styles.lists}>{rental ? <TodayLists short /> : <OpenRefunds />}</div>}
      </div>
    </Screen>
  )
}

function BigButton({
  to,
  icon,
  title,
  text,
  strong = false,
}: {
  to: '/hand-overs/out/{-$orderId}' | '/hand-overs/in' | '/orders/new'
  icon: IconName
  title: string
  text: string
  strong?: boolean
}) {
  return (
    <Link to={to} params={{ orderId: undefined }} className={strong ? styles.strongTile : styles.tile}>
      <Icon name={icon} size={34} />
      <span>
        <b>{title}</b>
        <span className={styles.tileText}>{text}</span>
      </span>
    </Link>
  )
}

function Waiting() {
  const say = useSay()
  const now = useNow(5000)
  const waiting = useConversations().flatMap((view) => {
    const wait = waitOf(view, now)
    return wait ? [{ view, wait }] : []
  })
  const longest = waiting.toSorted((a, b) => b.wait.seconds - a.wait.seconds)[0]
  if (!longest) return null
  return (
    <div className={`card ${styles.waiting}`}>
      <Icon name="inbox" />
      <span>{say('counter.waiting', { n: waiting.length })}</span>
      <Button
        variant="light"
        renderRoot={(props) => <Link to="/inbox/{-$conversationId}" params={{ conversationId: longest.view.conversationId }} {...props} />}
      >
        {say('counter.waitingLook')}
      </Button>
    </div>
  )
}
