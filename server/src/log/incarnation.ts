import { open, readFile, rename, stat } from 'node:fs/promises'
import type pg from 'pg'

/**
 * Has the past changed? (spec/sync.md S1). A restore or a fail-over to a lagging copy takes back what was committed; positions are then
 * given a second time, and a device's token would point into another past. Each database start is looked at once:
 *
 * - another system or timeline: it is a copy that was restored or promoted;
 * - the same, but behind what this server witnessed outside the database: an old copy of the files was put back;
 * - the same and no witness at hand, or a role that may not ask for system and timeline: nobody can tell, and a needless resync is
 *   cheaper than a hole.
 */
export interface Witness extends Identity {
  /** the highest position this server has seen committed, per shop */
  positions: Record<string, number>
}

/** Which database it is; null where this role may not ask (some hosted ones forbid it). */
export interface Identity {
  system: string | null
  timeline: number | null
}

export interface WitnessFile {
  read(): Promise<Witness | null>
  write(witness: Witness): Promise<void>
}

/**
 * A file beside the database's folder, replaced whole. It names its own inode and birth: whoever puts an old copy of the folder back puts
 * an old witness back with it, and a witness that is a copy has seen nothing.
 */
export function witnessFile(path: string): WitnessFile {
  return {
    async read() {
      try {
        const { self, ...witness } = JSON.parse(await readFile(path, 'utf8')) as Witness & { self: string }
        return self === identityOf(await stat(path, { bigint: true })) ? witness : null
      } catch {
        return null // missing or torn: then nobody can tell
      }
    },
    async write(witness) {
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        await file.writeFile(JSON.stringify({ ...witness, self: identityOf(await file.stat({ bigint: true })) }))
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
    },
  }
}

function identityOf({ ino, birthtimeNs }: { ino: bigint; birthtimeNs: bigint }): string {
  return `${ino}/${birthtimeNs}`
}

export type Past = 'same' | 'restored' | 'failedOver' | 'unwitnessed'

export function judge(witness: Witness | null, now: Identity & { position: number }, shopId: string): Past {
  // The witness is written every few seconds: its positions alone would miss a fail-over that lost less than that.
  if (!witness || now.system === null || now.timeline === null) return 'unwitnessed'
  if (witness.system !== now.system) return 'restored'
  if (witness.timeline !== now.timeline) return 'failedOver'
  const seen = witness.positions[shopId]
  if (seen === undefined) return 'unwitnessed'
  return now.position < seen ? 'restored' : 'same'
}

/**
 * Looks at one shop's past after a database start, begins an incarnation where it may have changed, and lets the append go on. Whoever
 * looks second, from another node or lane, finds `same`: the list of incarnations tells him.
 */
export async function lookAtThePast(pool: pg.Pool, witness: Witness | null, newId: () => string, shopId: string): Promise<Past> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ position: number; known: boolean; started: boolean }>(
      `select h.position, exists (select from incarnation i where i.shop_id = h.shop_id) as known,
         h.database_started = pg_postmaster_start_time() as started
       from shop_head h where h.shop_id = $1 for no key update`,
      [shopId],
    )
    const head = rows[0]
    if (!head) throw new Error('no such shop')
    // Another node, or another lane of this one, may have looked while we waited for the lock.
    const past: Past = head.started ? 'same' : judge(witness, { ...(await identityOfDatabase(client)), position: head.position }, shopId)
    if (past !== 'same' && head.known) {
      await client.query('insert into incarnation (shop_id, incarnation_id, from_position, reason) values ($1, $2, $3, $4)', [
        shopId,
        newId(),
        head.position,
        past,
      ])
    }
    await client.query('update shop_head set database_started = pg_postmaster_start_time() where shop_id = $1', [shopId])
    await client.query('commit')
    return past
  } catch (fault) {
    await client.query('rollback').catch(() => undefined)
    throw fault
  } finally {
    client.release()
  }
}

export async function identityOfDatabase(client: pg.Pool | pg.ClientBase): Promise<Identity> {
  // Asked beforehand: a function that is forbidden fails its statement even in a branch that isn't taken.
  const { rows: may } = await client.query<{ ask: boolean }>(
    `select has_function_privilege('pg_control_system()', 'execute')
       and has_function_privilege('pg_control_checkpoint()', 'execute') as ask`,
  )
  if (may[0]?.ask !== true) return { system: null, timeline: null }
  const { rows } = await client.query<Identity>(
    `select (select system_identifier::text from pg_control_system()) as system,
       (select timeline_id from pg_control_checkpoint()) as timeline`,
  )
  if (!rows[0]) throw new Error('the database does not tell its system')
  return rows[0]
}
