import type { Calls, Picture, Product } from '@bobber/protocol'
import { Button, NumberInput, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { PhotoTaker } from '../../parts/photo-taker.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Forbidden, ProblemNote, Shown } from '../../parts/states.tsx'
import { YuanInput } from '../../parts/yuan-input.tsx'
import type { WordKey } from '../../words/catalogue.ts'
import styles from './stock.module.css'

type Change = Calls['product.change']['body']
type Amount = 'dayRent' | 'threeDayRent' | 'weekRent' | 'deposit' | 'replacementValue' | 'price'
interface Draft {
  /** what is changed, as it was when the form was opened */
  of: Pick<Change, 'productId' | 'variantId' | 'version'>
  text: Pick<Change, 'sku' | 'name' | 'category' | 'brand' | 'specs' | 'description'>
  label: string
  forRent: boolean
  forSale: boolean
  tracking: 'units' | 'bulk'
  amounts: Record<Amount, number | null>
  quantity: number | null
  pictures: Picture[]
}

export function ProductForm() {
  const say = useSay()
  const may = useMay()
  const navigate = useNavigate()
  const { productId } = useParams({ from: '/inside/stock/edit/{-$productId}' })
  const { variant: variantId } = useSearch({ from: '/inside/stock/edit/{-$productId}' })
  const asked = useAsk('product.get', { productId: productId ?? '' }, { enabled: productId !== undefined, fresh: true })
  if (!may('product.change')) return <Forbidden />
  const title = productId === undefined ? 'edit.new' : variantId === undefined ? 'edit.newVariant' : 'edit.title'
  return (
    <Screen title={say(title)} narrow back={() => void navigate({ to: '/stock' })}>
      {productId === undefined ? (
        <Form first={blank} />
      ) : (
        <Shown asked={asked}>{(product) => <Form key={variantId} first={draftOf(product, variantId)} />}</Shown>
      )}
    </Screen>
  )
}

const blank: Draft = {
  of: {},
  text: { sku: '', name: '', category: '', brand: '', specs: '', description: '' },
  label: '',
  forRent: true,
  forSale: false,
  tracking: 'units',
  amounts: { dayRent: null, threeDayRent: null, weekRent: null, deposit: null, replacementValue: null, price: null },
  quantity: 1,
  pictures: [],
}

/** A variant as it stands; without one, a further variant that begins as the first. */
function draftOf(product: Product, variantId: string | undefined): Draft {
  const changed = product.variants.find((one) => one.variantId === variantId)
  const variant = changed ?? product.variants[0]
  const tier = (count: number) =>
    variant?.plan?.tiers.find((one) => one.length.unit === 'day' && one.length.count === count)?.amount ?? null
  return {
    of: { productId: product.productId, version: product.version, ...(variantId !== undefined && { variantId }) },
    text: {
      sku: changed?.sku ?? '',
      name: product.name,
      category: product.category,
      brand: product.brand,
      specs: product.specsText,
      description: product.description,
    },
    label: changed?.label ?? '',
    forRent: variant?.forRent ?? true,
    forSale: variant?.forSale ?? false,
    tracking: variant?.tracking ?? 'units',
    amounts: {
      dayRent: tier(1),
      threeDayRent: tier(3),
      weekRent: tier(7),
      deposit: variant?.plan?.deposit ?? null,
      replacementValue: variant?.replacementValue ?? null,
      price: variant?.price ?? null,
    },
    quantity: changed ? null : 1,
    pictures: product.pictures,
  }
}

const rentAmounts: readonly (readonly [Amount, WordKey])[] = [
  ['dayRent', 'edit.dayRent'],
  ['threeDayRent', 'edit.threeDayRent'],
  ['weekRent', 'edit.weekRent'],
  ['deposit', 'edit.deposit'],
  ['replacementValue', 'edit.replacement'],
]

function Form({ first }: { first: Draft }) {
  const say = useSay()
  const { rental, sale } = usePlace().shop.switches
  const navigate = useNavigate()
  const change = useCommand('product.change')
  // What the shop doesn't offer isn't asked for, so a new product must not claim it.
  const offered = { forRent: first.forRent && rental, forSale: first.forSale || !rental }
  const [draft, setDraft] = useState(first.of.productId === undefined ? { ...first, ...offered } : first)
  const [adding, setAdding] = useState(false)
  // From what is there now: a video that arrives after a minute must not put back what was written meanwhile.
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const words = (key: keyof Draft['text'], label: WordKey, description?: WordKey) => (
    <TextInput
      label={say(label)}
      {...(description && { description: say(description) })}
      required={key === 'name' || key === 'sku'}
      withAsterisk={false}
      value={draft.text[key]}
      onChange={(event) => set({ text: { ...draft.text, [key]: event.currentTarget.value } })}
    />
  )
  const amount = ([key, label]: readonly [Amount, WordKey]) => (
    <YuanInput
      key={key}
      label={say(label)}
      value={draft.amounts[key]}
      onChange={(fen) => set({ amounts: { ...draft.amounts, [key]: fen } })}
    />
  )
  const go = async (event: FormEvent) => {
    event.preventDefault()
    const amounts: Partial<Record<Amount, number>> = {}
    for (const [key] of [...rentAmounts, ['price', 'edit.price'] as const]) {
      const fen = draft.amounts[key]
      if (fen !== null) amounts[key] = fen
    }
    const reply = await change.give({
      ...draft.of,
      ...draft.text,
      label: draft.label,
      forRent: draft.forRent,
      forSale: draft.forSale,
      tracking: draft.tracking,
      ...amounts,
      ...(draft.quantity !== null && { quantity: draft.quantity }),
      pictureIds: draft.pictures.map((picture) => picture.fileId),
    })
    if (reply) await navigate({ to: '/stock/$variantId', params: { variantId: reply.variantId } })
  }
  return (
    <form className="card" onSubmit={(event) => void go(event)}>
      <div className={styles.form}>
        {words('name', 'edit.name')}
        {words('sku', 'edit.sku')}
        <TextInput
          label={say('edit.label')}
          description={say('edit.labelHint')}
          maxLength={40}
          value={draft.label}
          onChange={(event) => set({ label: event.currentTarget.value })}
        />
        {words('category', 'edit.category')}
        {words('brand', 'edit.brand')}
        <div className={styles.wide}>{words('specs', 'edit.specs', 'edit.specsHint')}</div>
        <Textarea
          className={styles.wide ?? ''}
          label={say('edit.description')}
          autosize
          minRows={2}
          value={draft.text.description}
          onChange={(event) => set({ text: { ...draft.text, description: event.currentTarget.value } })}
        />
        {rental && (
          <Switch label={say('edit.forRent')} checked={draft.forRent} onChange={(event) => set({ forRent: event.currentTarget.checked })} />
        )}
        {sale && (
          <Switch label={say('edit.forSale')} checked={draft.forSale} onChange={(event) => set({ forSale: event.currentTarget.checked })} />
        )}
        {rental && draft.forRent && rentAmounts.map(amount)}
        {sale && draft.forSale && amount(['price', 'edit.price'])}
        {draft.of.variantId === undefined && (
          <>
            <SegmentedControl
              aria-label={say('edit.tracking')}
              value={draft.tracking}
              onChange={(next) => set({ tracking: next === 'bulk' ? 'bulk' : 'units' })}
              data={[
                { value: 'units', label: say('stock.tracking.units') },
                { value: 'bulk', label: say('stock.tracking.bulk') },
              ]}
            />
            <NumberInput
              label={say('edit.quantity')}
              min={0}
              allowDecimal={false}
              value={draft.quantity ?? ''}
              onChange={(next) => set({ quantity: typeof next === 'number' ? next : null })}
            />
          </>
        )}
        <div className={styles.wide}>
          <h2>{say('edit.pictures')}</h2>
          <PhotoTaker pictures={draft.pictures} onChange={(pictures) => set({ pictures })} clips onBusy={setAdding} />
        </div>
        <div className={styles.wide}>
          <ProblemNote problem={change.problem} />
          <Button type="submit" size="lg" loading={change.busy} disabled={adding}>
            {say('act.save')}
          </Button>
        </div>
      </div>
    </form>
  )
}
