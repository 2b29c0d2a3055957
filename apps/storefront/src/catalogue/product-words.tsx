import { figureText } from '@bobber/domain'
import type { Product } from '@bobber/protocol'
import { useStorefront } from '../storefront.ts'
import { inLocale } from '../words.ts'

/** Figures with their units as understood, and the shop's own words. */
export function ProductWords({ product }: { product: Product }) {
  const { t, settings } = useStorefront()
  return (
    <div class="product-words">
      {product.specs.length > 0 && (
        <section class="card">
          <h2>{t.parameters}</h2>
          <table class="parameters">
            <tbody>
              {product.specs.map((spec) => (
                <tr key={`${spec.name}${spec.text}`}>
                  <th scope="row">{inLocale(spec.label, settings.locale)}</th>
                  <td>{figureText(spec, settings.locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {product.description && (
        <section class="card">
          <h2>{t.description}</h2>
          <p class="description">{product.description}</p>
        </section>
      )}
    </div>
  )
}
