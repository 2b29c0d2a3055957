import type { Calls } from '@bobber/protocol'
import { Button } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { money, shortMoney } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Icon } from '../../parts/icon.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { Thumb } from '../../parts/small.tsx'
import { ProblemNote, Shown } from '../../parts/states.tsx'
import styles from './stock.module.css'
import { bookedAhead } from './unit-days.ts'
import { UnitCalendar } from './unit-calendar.tsx'
import { Units } from './units.tsx'

type Reply = Calls['variant.get']['reply']

export function Variant() {
  const say = useSay()
  const may = useMay()
  const navigate = useNavigate()
  const { variantId } = useParams({ from: '/inside/stock/$variantId' })
  const asked = useAsk('variant.get', { variantId })
  const row = asked.data?.variant
  return (
    <Screen
      title={row?.name ?? say('stock.title')}
      back={() => void navigate({ to: '/stock' })}
      actions={
        row && (
          <>
            {row.tracking === 'units' && may('label.sheet') && (
              <Button
                variant="default"
                leftSection={<Icon name="print" size={20} />}
                renderRoot={(props) => <Link to="/labels" search={{ variant: variantId }} {...props} />}
              >
                {say('stock.labels')}
              </Button>
            )}
            {may('product.change') && (
              <Button
                variant="light"
                renderRoot={(props) => (
                  <Link to="/stock/edit/{-$productId}" params={{ productId: row.productId }} search={{ variant: variantId }} {...props} />
                )}
              >
                {say('variant.edit')}
              </Button>
            )}
            {may('product.change') && (
              <Button
                variant="subtle"
                renderRoot={(props) => <Link to="/stock/edit/{-$productId}" params={{ productId: row.productId }} {...props} />}
              >
                {say('variant.add')}
              </Button>
            )}
          </>
        )
      }
    >
      <Shown asked={asked}>
        {(about) => (
          <>
            <Facts row={about.variant} claims={about.claims} />
            {about.variant.tracking === 'units' && <Units variantId={variantId} units={about.units} />}
            <OutOfUse claims={about.claims} />
            <UnitCalendar about={about} />
          </>
        )}
      </Shown>
    </Screen>
  )
}

/** Bulk pieces that were found damaged, until somebody says that they can be used again. */
function OutOfUse({ claims }: { claims: Reply['claims'] }) {
  const say = useSay()
  const may = useMay()
  const available = useCommand('unit.available')
  const down = claims.filter(({ kind, unitCode }) => kind === 'downtime' && unitCode === null)
  if (down.length === 0) return null
  return (
    <Section title={say('variant.outOfUse')}>
      {down.map(({ claimId, quantity }) => (
        <div key={claimId} className={styles.unit}>
          <span className={styles.unitMain}>{say('variant.outOfUseText', { n: quantity })}</span>
          {may('unit.available') && (
            <Button variant="light" loading={available.busy} onClick={() => void available.give({ unitId: claimId })}>
              {say('variant.available')}
            </Button>
          )}
        </div>
      ))}
      <ProblemNote problem={available.problem} />
    </Section>
  )
}

function Facts({ row, claims }: { row: Reply['variant']; claims: Reply['claims'] }) {
  const say = useSay()
  const times = useTimes()
  const booked = bookedAhead(claims, useNow(60_000))
  const { rental, sale } = usePlace().shop.switches
  const plan = rental ? row.plan : null
  const tier = (count: number) => plan?.tiers.find((one) => one.length.unit === 'day' && one.length.count === count)?.amount
  const prices = [
    ['edit.dayRent', tier(1)],
    ['edit.threeDayRent', tier(3)],
    ['edit.weekRent', tier(7)],
    ['edit.deposit', plan?.deposit],
    ['edit.price', sale ? (row.price ?? undefined) : undefined],
  ] as const
  return (
    <div className={`card ${styles.facts}`}>
      <Thumb picture={row.picture} size={96} />
      <dl>
        <div>
          <dt>SKU</dt>
          <dd>{row.sku}</dd>
        </div>
        <div>
          <dt>{say('stock.col.free')}</dt>
          <dd className="figures">
            {row.freeNow}/{row.total}
          </dd>
          {booked && <dd className={styles.booked}>{say('variant.booked', { n: booked.pieces, time: times.full(booked.from) })}</dd>}
        </div>
        {prices.map(
          ([key, amount]) =>
            amount !== undefined && (
              <div key={key}>
                <dt>{say(key).replace(/[(（].*[)）]/, '')}</dt>
                <dd className="figures">{amount % 100 === 0 ? shortMoney(amount) : money(amount)}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  )
}
