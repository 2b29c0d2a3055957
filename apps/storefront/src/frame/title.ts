import { useEffect } from 'preact/hooks'
import { useStorefront } from '../storefront.ts'

/** The tab says which page this is, and the shop it belongs to. */
export function useTitle(page: string | undefined): void {
  const { shop } = useStorefront()
  useEffect(() => {
    document.title = page ? `${page} · ${shop.name}` : shop.name
  }, [page, shop.name])
}
