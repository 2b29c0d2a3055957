import type { Calls } from '@bobber/protocol'
import { Button, Chip, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useMay } from '../../data/me.tsx'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { Section } from '../../parts/screen.tsx'
import { ProblemNote, Shown } from '../../parts/states.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import { ruleExample } from './rule-example.ts'

type Rules = Calls['priceRules.change']['body']
const days = [1, 2, 3, 4, 5, 6, 7] as const
const caps = [1, 2, 3, 5, 7]

export function PriceRules() {
  const say = useSay()
  const asked = useAsk('priceRules.get', {})
  // Kept outside of the form: saving makes a new version, and with it a new form.
  const [savedVersion, setSavedVersion] = useState<number | null>(null)
  return (
    <Section
      title={say('settings.rules')}
      aside={
        asked.data !== undefined &&
        asked.data.version > 0 && <span className="quiet">{say('rules.version', { n: asked.data.version })}</span>
      }
    >
      <Shown asked={asked} rows={4}>
        {({ version, ...rules }) => <Form key={version} first={rules} saved={version === savedVersion} onSaved={setSavedVersion} />}
      </Shown>
    </Section>
  )
}

function Form({ first, saved, onSaved }: { first: Rules; saved: boolean; onSaved: (version: number) => void }) {
  const say = useSay()
  const may = useMay()
  const change = useCommand('priceRules.change')
  const [rules, setRules] = useState(first)
  const [changed, setChanged] = useState(false)
  const set = (part: Partial<Rules>) => {
    setChanged(true)
    setRules({ ...rules, ...part })
  }
  const number = (next: number | string, before: number) => (typeof next === 'number' ? next : before)
  const go = async (event: FormEvent) => {
    event.preventDefault()
    const reply = await change.give(rules)
    if (reply) onSaved(reply.version)
  }
  const example = ruleExample(rules)
  return (
    <form onSubmit={(event) => void go(event)}>
      <Stack gap="sm">
        <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
          <legend>{say('rules.weekendDays')}</legend>
          <Chip.Group
            multiple
            value={rules.weekendDays.map(String)}
            onChange={(next) => set({ weekendDays: days.filter((day) => next.includes(String(day))) })}
          >
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.375rem' }}>
              {days.map((day) => (
                <Chip key={day} value={String(day)}>
                  {say(`rules.day.${day}`)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </fieldset>
        <NumberInput
          label={`${say('rules.weekend')} × `}
          description={`${say('rules.weekendOff')} ${say('rules.weekendText')}`}
          min={0.1}
          max={10}
          step={0.1}
          decimalScale={4}
          value={rules.weekendFactorBp / 10_000}
          onChange={(next) => set({ weekendFactorBp: Math.round(number(next, rules.weekendFactorBp / 10_000) * 10_000) })}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label={say('rules.grace')}
            min={0}
            max={1440}
            allowDecimal={false}
            value={rules.graceMinutes}
            onChange={(next) => set({ graceMinutes: number(next, rules.graceMinutes) })}
          />
          <NumberInput
            label={say('rules.buffer')}
            min={0}
            max={10_080}
            allowDecimal={false}
            value={rules.bufferMinutes}
            onChange={(next) => set({ bufferMinutes: number(next, rules.bufferMinutes) })}
          />
          <YuanInput label={say('rules.late')} value={rules.latePerStartedHour} onChange={(fen) => set({ latePerStartedHour: fen ?? 0 })} />
          <Select
            label={say('rules.cap')}
            allowDeselect={false}
            data={[
              ...[...new Set([...caps, rules.lateCapDays ?? 1])].map((n) => ({ value: String(n), label: say('rules.capDays', { n }) })),
              { value: 'replacement', label: say('rules.capReplacement') },
            ]}
            value={rules.lateCapDays === null ? 'replacement' : String(rules.lateCapDays)}
            onChange={(next) => set({ lateCapDays: next === 'replacement' ? null : Number(next) })}
          />
        </SimpleGrid>
        <p className="quiet">{say('rules.lateText')}</p>
        <p>{say('rules.example', { amount: money(example.weekendDay), late: money(example.late) })}</p>
        <ProblemNote problem={change.problem} />
        {may('priceRules.change') && (
          <Button type="submit" loading={change.busy}>
            {say(saved && !changed ? 'act.saved' : 'act.save')}
          </Button>
        )}
      </Stack>
    </form>
  )
}
