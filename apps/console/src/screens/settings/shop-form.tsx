import type { Calls } from '@bobber/protocol'
import { Button, NumberInput, Stack, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useMay } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote, Shown } from '../../parts/states.tsx'

export function ShopForm() {
  const say = useSay()
  const asked = useAsk('shop.settings', {})
  return (
    <Section title={say('settings.shop')}>
      <Shown asked={asked} rows={3}>
        {(shop) => <Form shop={shop} />}
      </Shown>
    </Section>
  )
}

const parts = ['chat', 'rental', 'sale'] as const

function Form({ shop }: { shop: Calls['shop.settings']['reply'] }) {
  const say = useSay()
  const may = useMay()
  const change = useCommand('shop.change')
  const [form, setForm] = useState({
    name: shop.name,
    address: shop.address,
    hours: shop.hours,
    holdMinutes: shop.holdMinutes,
    switches: shop.switches,
  })
  const [saved, setSaved] = useState(false)
  const set = (part: Partial<typeof form>) => {
    setSaved(false)
    setForm({ ...form, ...part })
  }
  const go = async (event: FormEvent) => {
    event.preventDefault()
    setSaved((await change.give(form)) !== null)
  }
  return (
    <form onSubmit={(event) => void go(event)}>
      <Stack gap="sm">
        <TextInput
          label={say('settings.name')}
          required
          withAsterisk={false}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput label={say('settings.address')} value={form.address} onChange={(event) => set({ address: event.currentTarget.value })} />
        <TextInput label={say('settings.hours')} value={form.hours} onChange={(event) => set({ hours: event.currentTarget.value })} />
        <NumberInput
          label={say('settings.hold')}
          min={1}
          max={10_080}
          allowDecimal={false}
          value={form.holdMinutes}
          onChange={(next) => set({ holdMinutes: typeof next === 'number' ? next : form.holdMinutes })}
        />
        <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
          <legend>
            <b>{say('settings.switches')}</b>
          </legend>
          <p className="quiet">{say('settings.switchesText')}</p>
          {parts.map((part) => (
            <Switch
              key={part}
              label={say(`settings.${part}`)}
              checked={form.switches[part]}
              onChange={(event) => set({ switches: { ...form.switches, [part]: event.currentTarget.checked } })}
            />
          ))}
        </fieldset>
        <ProblemNote problem={change.problem} />
        {may('shop.change') && (
          <Button type="submit" loading={change.busy}>
            {say(saved ? 'act.saved' : 'act.save')}
          </Button>
        )}
      </Stack>
    </form>
  )
}
