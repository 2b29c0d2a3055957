import { isRefusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { keepsMasterKey } from '../key-keeper.ts'
import type { ShopPorts } from '../ports.ts'
import { readShop } from '../read-shop.ts'

export const shopGet: Handler<'shop.get'> = async (deps, { shopId }) => {
  const { holdMinutes: _settingsOnly, ...view } = await readShop(deps, shopId)
  return view
}

export const shopSettings: Handler<'shop.settings'> = async (deps, { shopId }) => ({
  ...(await readShop(deps, shopId)),
  masterKeyKept: await isKeptFor(deps, shopId),
  lan: deps.lan(),
})

/** The first run's checklist; each step is derived from what the shop holds (P15). */
export function shopSetUp(ports: ShopPorts): Handler<'shop.setUp'> {
  return async (deps, { shopId }) => {
    const { rows } = await sql<{ team: boolean; phone: boolean }>`
      select (select count(*) > 1 from person where shop_id = ${shopId} and class = 'staff' and dismissed_at is null) as team,
             exists (select from session where shop_id = ${shopId} and surface = 'storefront'
                     and device ~ '(iOS|Android|HarmonyOS)') as phone
    `.execute(deps.db)
    const found = rows[0] ?? { team: false, phone: false }
    return {
      steps: [
        { key: 'masterKey', done: await isKeptFor(deps, shopId) },
        { key: 'catalogue', done: await ports.hasProducts(deps.db, shopId) },
        { key: 'prices', done: await ports.hasPriceRules(deps.db, shopId) },
        { key: 'team', done: found.team },
        { key: 'phone', done: found.phone },
      ],
    }
  }
}

/**
 * The master key as a person writes it down. The first shop's owner alone sees it, and only by his password: a console that stands open
 * must not give it away. Refusals: `forbidden`, `passwordWrong`, `tooMany`.
 */
export function masterKeyLook(ports: ShopPorts): Handler<'masterKey.look'> {
  return async (deps, asker, { password }) => {
    if (!(await keepsMasterKey(deps.db, asker.shopId))) return refuse('forbidden')
    const own = await ports.proveOwn(deps, asker, password)
    if (isRefusal(own)) return own
    const { groups } = await deps.vault.masterKey.recoveryForm()
    return { words: groups.join(' '), file: deps.vault.masterKey.file, kept: await deps.vault.masterKey.isKept() }
  }
}

/** Who doesn't keep the key isn't reminded of it. */
async function isKeptFor(deps: Pick<Deps, 'db' | 'vault'>, shopId: string): Promise<boolean> {
  return (await deps.vault.masterKey.isKept()) || !(await keepsMasterKey(deps.db, shopId))
}
