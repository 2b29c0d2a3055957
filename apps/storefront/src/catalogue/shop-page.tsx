import { useEffect, useRef, useState } from 'preact/hooks'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { Broken, Empty, TroubleNote } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useStorefront } from '../storefront.ts'
import { AskShop } from '../talk/ask.tsx'
import { Hero } from './hero.tsx'
import { ProductCard } from './product-card.tsx'
import { type Filter, useSettled, useShelf } from './shelf.ts'

// Coming back from a product finds the shelf as it was left.
let left: { filter: Filter; scroll: number } = { filter: {}, scroll: 0 }

export function ShopPage() {
  const { t, shop } = useStorefront()
  const [filter, setFilter] = useState<Filter>(left.filter)
  const settledText = useSettled(filter.text ?? '', 250)
  const { rental, sale } = shop.switches
  // Who offers one thing only has no choice to show, and nothing of the other on the shelf (C11).
  const offer = rental === sale ? filter.offer : rental ? 'rental' : 'sale'
  const asking: Filter = withoutEmpty({ ...filter, text: settledText, ...(offer && { offer }) })
  const { asked, products, more, showMore } = useShelf(asking)
  const categories = useCategories(asked.value?.categories)
  const filtered = Object.keys(withoutEmpty(filter)).length > 0

  useEffect(() => {
    left = { ...left, filter }
  }, [filter])
  useKeptScroll()

  return (
    <>
      <Hero back={filtered} />
      <section class={filtered ? 'shelf first' : 'shelf'} aria-label={t.navShop}>
        <Search text={filter.text ?? ''} change={(text) => setFilter({ ...filter, text })} />
        <div class="filters">
          {categories.length > 1 && (
            <Choice
              look="chips"
              label={t.categories}
              value={filter.category ?? ''}
              options={[{ value: '', label: t.all }, ...categories.map(({ name }) => ({ value: name, label: name }))]}
              choose={(category) => setFilter({ ...filter, category })}
            />
          )}
          <div class="filters-line">
            {rental && sale && (
              <Choice
                look="segments"
                label={t.offer}
                value={filter.offer ?? ''}
                options={[
                  { value: '', label: t.all },
                  { value: 'rental', label: t.forRent },
                  { value: 'sale', label: t.forSale },
                ]}
                choose={(chosen) => setFilter(chosen === '' ? without(filter, 'offer') : { ...filter, offer: chosen })}
              />
            )}
            <select
              class="select"
              aria-label={t.sort}
              value={filter.sort ?? 'best'}
              onChange={(event) => setFilter({ ...filter, sort: sortOf(event.currentTarget.value) })}
            >
              <option value="best">{t.sortBest}</option>
              <option value="priceUp">{t.sortUp}</option>
              <option value="priceDown">{t.sortDown}</option>
            </select>
          </div>
        </div>
        <p class="found" role="status">
          {asked.value ? t.found(products.length, more) : ''}
        </p>
        {asked.state === 'refused' && <TroubleNote trouble={{ kind: 'refused', refusal: asked.refusal }} />}
        {asked.state === 'broken' && products.length === 0 && <Broken again={asked.again} under />}
        {asked.state === 'loading' && <Skeleton shape="product" count={8} />}
        <ul class="product-grid">
          {products.map((product, index) => (
            <li key={product.productId}>
              <ProductCard product={product} eager={index < 4} />
            </li>
          ))}
        </ul>
        {more && (
          <button type="button" class="button wide" onClick={showMore}>
            {t.showMore}
          </button>
        )}
        {asked.value && products.length === 0 && (
          <Empty under icon="search" title={filtered ? t.noneFound : t.noProducts} hint={filtered ? t.noneFoundHint : t.noProductsHint}>
            {filtered && (
              <button type="button" class="button" onClick={() => setFilter({})}>
                {t.clearFilters}
              </button>
            )}
            <AskShop />
          </Empty>
        )}
      </section>
    </>
  )
}

function Search({ text, change }: { text: string; change: (text: string) => void }) {
  const { t } = useStorefront()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const slash = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', slash)
    return () => removeEventListener('keydown', slash)
  }, [])
  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        enterkeyhint="search"
        aria-label={t.search}
        placeholder={t.searchHint}
        maxLength={80}
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {text && (
        <button type="button" class="icon-button" aria-label={t.clearSearch} onClick={() => change('')}>
          <Icon name="clear" />
        </button>
      )}
    </form>
  )
}

/** The chips stay while an answer is on its way, so that a finger finds them where they were. */
function useCategories(newest: { name: string; count: number }[] | undefined): { name: string; count: number }[] {
  const last = useRef<{ name: string; count: number }[]>([])
  if (newest && (last.current.length === 0 || newest.length >= last.current.length)) last.current = newest
  return last.current
}

function useKeptScroll(): void {
  useEffect(() => {
    scrollTo(0, left.scroll)
    const moved = (): void => {
      left = { ...left, scroll: scrollY }
    }
    addEventListener('scroll', moved, { passive: true })
    return () => removeEventListener('scroll', moved)
  }, [])
}

function sortOf(value: string): 'best' | 'priceUp' | 'priceDown' {
  return value === 'priceUp' || value === 'priceDown' ? value : 'best'
}

function without(filter: Filter, name: keyof Filter): Filter {
  const { [name]: _dropped, ...rest } = filter
  return rest
}

/** What says nothing isn't asked: an empty text, the default order. */
function withoutEmpty(filter: Filter): Filter {
  const said = Object.entries(filter).filter(([name, value]) => value !== '' && !(name === 'sort' && value === 'best'))
  return Object.fromEntries(said) as Filter
}
