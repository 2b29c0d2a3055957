import { Button, Tabs } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { CustomerFinder } from '../../parts/customer-finder.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { Invite } from './invite.tsx'
import { StaffList } from './staff-list.tsx'

export function People() {
  const say = useSay()
  const may = useMay()
  const [inviting, setInviting] = useState(false)
  return (
    <Screen
      title={say('nav.people')}
      actions={
        may('invitation.create') && (
          <Button leftSection={<Icon name="plus" size={20} />} onClick={() => setInviting(true)}>
            {say('people.invite')}
          </Button>
        )
      }
    >
      <Tabs defaultValue={may('staff.list') ? 'staff' : 'customers'} keepMounted={false}>
        <Tabs.List mb="md">
          {may('staff.list') && <Tabs.Tab value="staff">{say('people.staff')}</Tabs.Tab>}
          {may('customer.find') && <Tabs.Tab value="customers">{say('people.customers')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="staff">
          <StaffList />
        </Tabs.Panel>
        <Tabs.Panel value="customers">
          <Section title={say('customer.find')}>
            <CustomerFinder />
          </Section>
        </Tabs.Panel>
      </Tabs>
      {inviting && <Invite close={() => setInviting(false)} />}
    </Screen>
  )
}
