import { useStorefront } from '../storefront.ts'

/** The outline of what is on its way, in its place and size, so that nothing jumps when it comes. */
export function Skeleton({ shape, count = 1 }: { shape: 'card' | 'line' | 'product' | 'order' | 'bubble'; count?: number }) {
  const { t } = useStorefront()
  return (
    <div class={`skeletons skeletons-${shape}`} role="status" aria-label={t.loading}>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} class={`skeleton skeleton-${shape}`} />
      ))}
    </div>
  )
}
