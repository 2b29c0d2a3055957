import type { CustomerView } from '@bobber/protocol'
import { Button, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useMay, usePlace } from '../../data/me.tsx'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { CustomerFinder, CustomerLine } from '../../parts/customer-finder.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { Forbidden, ProblemNote } from '../../parts/states.tsx'
import { type BasketLine, linesOf } from './basket.ts'
import { Items } from './items.tsx'
import styles from './new-order.module.css'
import { Placed } from './placed.tsx'
import { Price, usePrice } from './price.tsx'
import { SpanPicker, useChosenSpan } from './span-picker.tsx'

/** A walk-in's or caller's order on one page: who, what, when; then it is placed, confirmed and paid. */
export function NewOrder() {
  const may = useMay()
  const search = useSearch({ from: '/inside/orders/new' })
  const [round, setRound] = useState(0)
  const [orderId, setOrderId] = useState<string | null>(null)
  if (!may('order.place')) return <Forbidden />
  if (orderId !== null) {
    return (
      <Placed
        orderId={orderId}
        another={() => {
          setOrderId(null)
          setRound(round + 1)
        }}
      />
    )
  }
  return (
    <Form
      key={round}
      {...(round === 0 && search.customer !== undefined && { customerId: search.customer })}
      {...(round === 0 && search.conversation !== undefined && { conversationId: search.conversation })}
      onPlaced={setOrderId}
    />
  )
}

function Form({
  customerId,
  conversationId,
  onPlaced,
}: {
  customerId?: string
  conversationId?: string
  onPlaced: (orderId: string) => void
}) {
  const say = useSay()
  const navigate = useNavigate()
  const { shop } = usePlace()
  const place = useCommand('order.place')
  const named = useAsk('customer.get', { personId: customerId ?? '' }, { enabled: customerId !== undefined })
  const [picked, setPicked] = useState<CustomerView | null | undefined>(undefined)
  const customer = picked === undefined ? (named.data?.customer ?? null) : picked
  const [basket, setBasket] = useState<BasketLine[]>([])
  const chosen = useChosenSpan()
  const { span } = chosen
  const [remark, setRemark] = useState('')
  const price = usePrice(basket, span)
  const rents = basket.some((line) => line.kind === 'rental')
  const who = customer !== null || conversationId !== undefined
  const go = async () => {
    const reply = await place.give({
      lines: linesOf(basket, span),
      ...(conversationId !== undefined && { conversationId }),
      ...(customer && { customer: { personId: customer.personId } }),
      ...(remark.trim() !== '' && { remark: remark.trim() }),
    })
    if (reply) onPlaced(reply.orderId)
  }
  return (
    <Screen title={say('new.title')} back={() => void navigate({ to: '/' })}>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Section
            title={say('new.customer')}
            aside={
              customer && (
                <Button variant="subtle" onClick={() => setPicked(null)}>
                  {say('new.changeCustomer')}
                </Button>
              )
            }
          >
            {customer ? (
              <div className="row" style={{ cursor: 'default' }}>
                <CustomerLine customer={customer} />
              </div>
            ) : (
              <CustomerFinder onPick={setPicked} autoFocus />
            )}
          </Section>
          <Section title={say('new.items')}>
            <Items basket={basket} span={span} onChange={setBasket} />
          </Section>
          {(rents || basket.length === 0) && shop.switches.rental && (
            <Section title={say('new.when')}>
              <SpanPicker chosen={chosen} />
            </Section>
          )}
        </div>
        <div className={styles.bill}>
          <Section title={say('fee.total')}>
            <Price price={price} basket={basket} />
            <TextInput
              mt="md"
              label={say('new.remark')}
              maxLength={400}
              value={remark}
              onChange={(event) => setRemark(event.currentTarget.value)}
            />
            <ProblemNote problem={place.problem} />
            <Button
              mt="md"
              fullWidth
              size="xl"
              color="float"
              disabled={!who || basket.length === 0 || price.total === null}
              loading={place.busy}
              onClick={() => void go()}
            >
              {price.total === null ? say('new.place') : say('new.placeTotal', { amount: money(price.total) })}
            </Button>
            {(!who || basket.length === 0) && <p className="quiet">{say(who ? 'new.needItem' : 'new.needCustomer')}</p>}
          </Section>
        </div>
      </div>
    </Screen>
  )
}
