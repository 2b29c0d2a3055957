import { type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Asker, Deps } from '../../platform/deps.ts'

const day = 86_400_000
const GiB = 1024 ** 3
/** Pictures one person may add in a day: a hand-over takes a few, a careful shop's owner a few hundred. */
const mostPictures = { visitor: 100, staff: 2000 }
/**
 * What visitors may bring in a day: all of one network, and all of a shop. A hundred pictures each are no bound to who begins as another
 * guest for every hundred.
 */
const mostBytes = { network: GiB, shop: 5 * GiB }

/** Whether somebody may add so many bytes; asked before they are read (F8). Refusal: `tooMany`. */
export async function mayAdd(deps: Deps, asker: Asker, network: string, bytes: number): Promise<Refusal | undefined> {
  const blind = await blindNetworkOf(deps, asker, network)
  const since = new Date(deps.clock.now() - day)
  const { rows } = await sql<{ pictures: number; of_network: number; of_shop: number }>`
    select count(*) filter (where added_by = ${asker.personId})::int as pictures,
           coalesce(sum(bytes) filter (where network_blind = ${blind}), 0)::bigint as of_network,
           coalesce(sum(bytes) filter (where network_blind is not null), 0)::bigint as of_shop
    from file
    where shop_id = ${asker.shopId} and added_at > ${since} and (added_by = ${asker.personId} or network_blind is not null)
  `.execute(deps.db)
  const had = rows[0] ?? { pictures: 0, of_network: 0, of_shop: 0 }
  const isVisitor = blind !== null
  const enough =
    had.pictures >= (isVisitor ? mostPictures.visitor : mostPictures.staff) ||
    (isVisitor && (had.of_network + bytes > mostBytes.network || had.of_shop + bytes > mostBytes.shop))
  return enough ? refuse('tooMany', { seconds: 3600 }, 3_600_000) : undefined
}

/** What a visitor's network is counted by; null: staff, who are counted by themselves. */
export async function blindNetworkOf(deps: Pick<Deps, 'vault'>, asker: Asker, network: string): Promise<Buffer | null> {
  return asker.class === 'staff' ? null : (await deps.vault.shop(asker.shopId)).blind('network', network)
}

/** Whose network it was is known only as long as it is counted. */
export async function forgetNetworks(deps: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await sql`
    update file set network_blind = null where network_blind is not null and added_at < ${new Date(deps.clock.now() - day)}
  `.execute(deps.db)
}
