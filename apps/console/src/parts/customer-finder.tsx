import type { CustomerView } from '@bobber/protocol'
import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useCommand } from '../data/ask.ts'
import { useMay, usePlace } from '../data/me.tsx'
import { useSay } from '../data/settings.tsx'
import { Icon } from './icon.tsx'
import { SearchBox } from './search-box.tsx'
import { SignInQr } from './sign-in-qr.tsx'
import { Empty, ProblemNote, Shown } from './states.tsx'

/**
 * Finds a customer by name, number or its last four digits, or registers one. With `onPick` a tap chooses;
 * without it a tap opens what can be done for her.
 */
export function CustomerFinder({ onPick, autoFocus = false }: { onPick?: (customer: CustomerView) => void; autoFocus?: boolean }) {
  const say = useSay()
  const may = useMay()
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const asked = useAsk('customer.find', { text: wanted }, { enabled: wanted !== '', keep: true })
  return (
    <Stack gap="sm">
      <SearchBox value={text} onChange={setText} label={say('customer.findHint')} autoFocus={autoFocus} />
      {wanted === '' ? (
        !onPick && <p className="quiet">{say('customer.startText')}</p>
      ) : (
        <Shown
          asked={asked}
          rows={2}
          empty={({ customers }) =>
            customers.length === 0 ? <Empty title={say('customer.none', { text: wanted })} text={say('customer.noneText')} /> : null
          }
        >
          {({ customers }) => (
            <div>
              {customers.map((customer) => (
                <CustomerRow key={customer.personId} customer={customer} {...(onPick && { onPick })} />
              ))}
            </div>
          )}
        </Shown>
      )}
      {may('customer.create') && (wanted !== '' || onPick) && <NewCustomer key={wanted} text={wanted} {...(onPick && { onPick })} />}
    </Stack>
  )
}

export function CustomerLine({ customer }: { customer: CustomerView }) {
  const say = useSay()
  return (
    <>
      <Icon name="person" />
      <span className="row-main">
        <b>{customer.name}</b> <span className="quiet figures">{customer.phoneMasked ?? say('customer.noPhone')}</span>
        <br />
        <span className="quiet">
          {say('customer.orders', { n: customer.orders })}
          {customer.out > 0 && ` · ${say('customer.out', { n: customer.out })}`}
        </span>
      </span>
    </>
  )
}

function CustomerRow({ customer, onPick }: { customer: CustomerView; onPick?: (customer: CustomerView) => void }) {
  const say = useSay()
  const may = useMay()
  const { shop } = usePlace()
  const [open, setOpen] = useState(false)
  if (onPick) {
    return (
      <button type="button" className="row" onClick={() => onPick(customer)}>
        <CustomerLine customer={customer} />
      </button>
    )
  }
  return (
    <div>
      <button type="button" className="row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <CustomerLine customer={customer} />
      </button>
      {open && (
        <Group px="sm" pb="sm" gap="xs">
          {may('order.place') && (
            <Button renderRoot={(props) => <Link to="/orders/new" search={{ customer: customer.personId }} {...props} />}>
              {say('customer.order')}
            </Button>
          )}
          {may('counterQr.create') && <SignInQr customerId={customer.personId} />}
          {shop.switches.chat && customer.conversationId && (
            <Button
              variant="light"
              renderRoot={(props) => (
                <Link to="/inbox/{-$conversationId}" params={{ conversationId: customer.conversationId ?? undefined }} {...props} />
              )}
            >
              {say('customer.talk')}
            </Button>
          )}
        </Group>
      )}
    </div>
  )
}

/** What was searched for is what she gives first: digits go to the phone, letters to the name. */
function NewCustomer({ text, onPick }: { text: string; onPick?: (customer: CustomerView) => void }) {
  const say = useSay()
  const create = useCommand('customer.create')
  const digits = /^[\d\s+-]+$/.test(text)
  const [open, setOpen] = useState(false)
  const [name, setName] = useState(digits ? '' : text)
  const [phone, setPhone] = useState(digits && text.replace(/\D/g, '').length > 4 ? text : '')
  const go = async () => {
    const plain = phone.replace(/[\s-]/g, '')
    const reply = await create.give({ name: name.trim(), ...(plain !== '' && { phone: plain }) })
    if (!reply) return
    setOpen(false)
    onPick?.(reply.customer)
  }
  if (!open) {
    return (
      <Button variant="light" leftSection={<Icon name="plus" size={18} />} onClick={() => setOpen(true)}>
        {say('customer.new')}
      </Button>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={say('customer.name')}
          required
          withAsterisk={false}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say('customer.phone')}
          type="tel"
          inputMode="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <ProblemNote problem={create.problem} />
        <Group gap="xs">
          <Button type="submit" loading={create.busy} disabled={name.trim() === ''}>
            {say('customer.new')}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {say('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
