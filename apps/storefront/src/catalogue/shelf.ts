import type { Calls, ProductCard } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useStorefront } from '../storefront.ts'
import { useQuery, type Asked } from '../use-query.ts'

export type Shelf = Calls['product.list']['reply']
export type Filter = Calls['product.list']['body']

/** The first page follows the filter; further ones are laid under it, and go when the filter changes. */
export function useShelf(filter: Filter): {
  asked: Asked<Shelf> & { again: () => void }
  products: ProductCard[]
  more: boolean
  showMore: () => void
} {
  const { client } = useStorefront()
  const asked = useQuery('product.list', filter)
  const key = JSON.stringify(filter)
  const [further, setFurther] = useState<{ key: string; products: ProductCard[]; next: string | null } | null>(null)
  const fitting = further?.key === key ? further : null
  const next = fitting ? fitting.next : (asked.value?.next ?? null)

  const showMore = (): void => {
    if (next === null) return
    client.call('product.list', { ...filter, after: next }).then(
      (answer) => {
        if (isRefusal(answer)) return asked.again()
        const { products, next: then } = answer
        setFurther({ key, products: [...(fitting?.products ?? []), ...products], next: then })
      },
      () => asked.again(),
    )
  }
  return { asked, products: [...(asked.value?.products ?? []), ...(fitting?.products ?? [])], more: next !== null, showMore }
}

/** A value that waits until nothing has changed it for a while: one question per pause in typing, not per letter. */
export function useSettled<T>(value: T, forMs: number): T {
  const [settled, setSettled] = useState(value)
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const timer = setTimeout(() => setSettled(value), forMs)
    return () => clearTimeout(timer)
  }, [value, forMs])
  return settled
}
