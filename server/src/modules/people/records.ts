import type { ShopVault } from '../../platform/vault/shop-vault.ts'

/** Where a sealed value of a person belongs: it opens nowhere else. */
export type PersonColumn = 'name' | 'phone' | 'login'

export function sealPerson(vault: ShopVault, shopId: string, personId: string, column: PersonColumn, text: string): Buffer {
  return vault.seal(text, placeOf(shopId, personId, column))
}

export function openPerson(vault: ShopVault, shopId: string, personId: string, column: PersonColumn, blob: Uint8Array): string {
  return vault.open(blob, placeOf(shopId, personId, column)).toString('utf8')
}

function placeOf(shopId: string, personId: string, column: PersonColumn): string {
  return `${shopId}/person/${personId}/${column}`
}
