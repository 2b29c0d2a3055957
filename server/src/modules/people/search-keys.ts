import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { readPhone } from './phones.ts'

/**
 * Hashes a person is found by (P13): the last four digits, the whole name, its first character, each pair of neighbouring characters.
 * Single characters beyond the first are left out: their frequencies would tell names.
 */
export function searchKeys(vault: ShopVault, person: { name: string; phone: string | null }): Buffer[] {
  const name = plainName(person.name)
  const keys = namePieces(name).map((piece) => vault.blind('name', piece))
  if (person.phone) keys.push(vault.blind('lastFour', person.phone.slice(-4)))
  return keys
}

/** What a question asks for: one person's number, or all of these hashes. */
export type SearchFor = { phone: Buffer } | { all: Buffer[]; name: string | null }

export function searchFor(vault: ShopVault, text: string): SearchFor {
  const phone = readPhone(text)
  if (phone) return { phone: vault.blind('phone', phone) }
  const digits = text.replace(/\D/g, '')
  if (/^\d{4}$/.test(text.trim())) return { all: [vault.blind('lastFour', digits)], name: null }
  const name = plainName(text)
  const pieces = Array.from(name).length < 2 ? [name] : pairs(name)
  return { all: pieces.map((piece) => vault.blind('name', piece)), name }
}

/** Names compare without case, width and blanks. */
export function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s/g, '')
}

function namePieces(name: string): string[] {
  const first = Array.from(name).slice(0, 1)
  return [...new Set([...first, ...pairs(name)])]
}

function pairs(name: string): string[] {
  const characters = Array.from(name)
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`)
}
