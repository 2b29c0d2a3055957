import { classIndex } from '@bobber/protocol'
import type pg from 'pg'
import { gather } from '../../platform/gather.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import {
  type Appended,
  atMost as usually,
  type AtMost,
  type Batch,
  type Cursor,
  type Incarnation,
  type LogStore,
  type Missed,
  type NewEntry,
  type SnapshotRows,
  type StoredConversation,
  type StoredEntry,
  type StoredMark,
  UnknownOutcome,
  type Viewer,
} from '../store.ts'
import { appendArguments, appendCall } from './append-call.ts'
import { type AppendedRow, appendedOf, batchOf } from './append-result.ts'
import { arrayOf } from './array.ts'
import { authorsOf, authorsStatement } from './authors.ts'
import { isConnectionLoss, isStartedAnew, isUniqueViolation } from './failures.ts'
import { historyStatement, maySeeStatement } from './history.ts'
import { type LogJson, readConversations, readEntries, readMarks } from './json.ts'
import { missedTogether } from './missed-together.ts'
import { type EntryRow, entryOf, joinHead, type MarkRow, markOf } from './rows.ts'
import { type HeadJson, snapshotStatement } from './snapshot.ts'
import { stretchStatement } from './stretch.ts'

/** What the log asks of the people module, that stands above it: names for marks, and who a guest turned out to be. */
export interface People {
  names(shopId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  alias(shopId: string, personId: string): string
}

export interface PostgresLogParts {
  pool: pg.Pool
  vault: Vault
  people: People
  /** looks whether the past may have changed, when the database was started anew (S1) */
  lookAtThePast: (shopId: string) => Promise<void>
  /** something failed after it was committed: it is durable, and its answer goes out without it */
  onFault: (fault: unknown) => void
  atMost?: AtMost
}

const moveCall = `select m.*, to_json(m.shown) as shown, h.desk, h.visible from log_move($1, $2::uuid[], $3::uuid[], $4::smallint[], $5::boolean[], $6::int[], $7::int[]) m
  ${joinHead('m.conversation_id')} order by m.position`

/** The log in PostgreSQL. */
export function postgresLog({ pool, vault, people, lookAtThePast, onFault, atMost = usually }: PostgresLogParts): LogStore {
  /** A prepared statement in autocommit; an error of the connection leaves the outcome open (L4). */
  async function ask<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await pool.query<Row>({ name, text, values })).rows
    } catch (fault) {
      throw isConnectionLoss(fault) ? new UnknownOutcome(fault) : fault
    }
  }
  async function write<Row extends object>(shopId: string, name: string, text: string, values: unknown[]): Promise<Row[]> {
    try {
      return await ask<Row>(name, text, values)
    } catch (fault) {
      if (!isStartedAnew(fault)) throw fault
      await lookAtThePast(shopId)
      return ask<Row>(name, text, values)
    }
  }
  /** After a restart everybody asks it at once. */
  const pasts = gather(async (shopIds: string[]) => {
    const rows = await ask<{ shop_id: string; position: number; list: Incarnation[] }>(
      'log_incarnations',
      `select i.shop_id, h.position,
         json_agg(json_build_object('id', i.incarnation_id, 'fromPosition', i.from_position) order by i.from_position, i.began_at) as list
       from incarnation i join shop_head h using (shop_id) where i.shop_id = any($1::uuid[]) group by i.shop_id, h.position`,
      [shopIds],
    )
    return new Map(rows.map(({ shop_id: shopId, list, position }) => [shopId, { list, position }]))
  })
  const missedBy = missedTogether(ask, atMost)
  async function appendRows(shopId: string, entries: NewEntry[], lookFirst: boolean): Promise<AppendedRow[]> {
    const shop = await vault.shop(shopId)
    try {
      return await write<AppendedRow>(shopId, 'log_append', appendCall, appendArguments(shopId, shop, entries, lookFirst, []))
    } catch (fault) {
      // The happy path doesn't look: a clientId that is there already shows by the unique index, and the batch goes again, looking.
      if (lookFirst || !isUniqueViolation(fault)) throw fault
      return appendRows(shopId, entries, true)
    }
  }
  async function marksOf(shopId: string, rows: MarkRow[]): Promise<StoredMark[]> {
    if (rows.length === 0) return []
    const names = await people.names(shopId, [...new Set(rows.map((row) => row.person_id))])
    return rows.map((row) => markOf(row, names))
  }
  /** Null when they can't be read now: the feed reads the whole stretch itself then. */
  async function withAuthors(shopId: string, batch: Batch, untold: readonly StoredEntry[]): Promise<Batch | null> {
    if (untold.length === 0) return batch
    try {
      const rows = await ask<MarkRow>('log_authors', authorsStatement, [shopId, ...authorsOf(untold)])
      return { ...batch, marks: await marksOf(shopId, rows) }
    } catch (fault) {
      onFault(fault)
      return null
    }
  }
  async function readLog(
    shopId: string,
    row: LogJson,
  ): Promise<{ entries: StoredEntry[]; marks: StoredMark[]; conversations: StoredConversation[] }> {
    const shop = await vault.shop(shopId)
    return {
      entries: readEntries(row).map((entry) => entryOf(shopId, shop, entry)),
      marks: await marksOf(shopId, readMarks(row)),
      conversations: readConversations(row),
    }
  }

  return {
    async append(shopId, entries, lookFirst) {
      const rows = await appendRows(shopId, entries, lookFirst)
      const results = entries.map((entry, index): Appended => {
        const row = rows[index]
        if (!row) throw new Error('log_append answered fewer items than it was given')
        return appendedOf(entry, row, (personId) => people.alias(shopId, personId))
      })
      const batch = batchOf(results)
      const untold = results.flatMap((result, index) => (result.ok && rows[index]?.untold === true ? [result.entry] : []))
      return { results, batch: batch && (await withAuthors(shopId, batch, untold)) }
    },

    async move(shopId, cursors: Cursor[]): Promise<Batch | null> {
      const all = (pick: (cursor: Cursor) => string | number | boolean) => arrayOf(cursors.map(pick))
      const rows = await write<MarkRow>(shopId, 'log_move', moveCall, [
        shopId,
        all((cursor) => cursor.conversationId),
        all((cursor) => cursor.personId),
        all((cursor) => classIndex[cursor.class] + 1),
        all((cursor) => cursor.desk),
        all((cursor) => cursor.receivedSeq),
        all((cursor) => cursor.readSeq),
      ])
      const marks = await marksOf(shopId, rows)
      const [first, last] = [marks[0], marks.at(-1)]
      if (!first || !last) return null
      return { from: first.position, to: last.position, entries: [], marks, conversations: [] }
    },

    async missed(viewer: Viewer, after: number): Promise<Missed> {
      const row = await missedBy(viewer, after)
      const { position: to, head, tooMuch, mine, left, joined } = row
      return { from: after + 1, to, ...(await readLog(viewer.shopId, row)), head, tooMuch, mine, left, joined }
    },

    async snapshot(viewer, page): Promise<SnapshotRows> {
      const [row] = await ask<LogJson & { mine: string[]; page: string[] | null; more: boolean; heads: HeadJson[] | null }>(
        'log_snapshot',
        snapshotStatement,
        [
          viewer.shopId,
          viewer.personId,
          viewer.desk,
          classIndex[viewer.class] + 1,
          page?.beforePosition ?? Number.MAX_SAFE_INTEGER,
          page?.conversationId ?? '00000000-0000-0000-0000-000000000000',
          page?.since ?? Number.MAX_SAFE_INTEGER,
          atMost.conversations,
          atMost.bytes,
          atMost.newest,
          atMost.newestBytes,
        ],
      )
      if (!row) throw new Error('log_snapshot answered nothing')
      const heads = (row.heads ?? []).map((head) => ({
        conversationId: head.conversation_id,
        lastPosition: head.last_position,
        lastSeq: head.last_seq,
        count: head.count,
        lastHash: Buffer.from(head.last_hash.slice(2), 'hex'),
      }))
      const last = row.more ? heads.find((head) => head.conversationId === row.page?.at(-1)) : undefined
      return {
        position: page?.position ?? row.position,
        heads,
        ...(await readLog(viewer.shopId, row)),
        mine: row.mine,
        next: last ? { since: row.position, beforePosition: last.lastPosition, conversationId: last.conversationId } : null,
      }
    },

    async history(viewer, conversationId, fromSeq, toSeq) {
      const who = [viewer.shopId, viewer.personId, viewer.desk]
      const may = await ask('log_may_see', maySeeStatement, [...who, conversationId])
      if (may.length === 0) return null
      const rows = await ask<EntryRow>('log_history', historyStatement, [
        ...who,
        classIndex[viewer.class] + 1,
        conversationId,
        fromSeq,
        toSeq,
        atMost.history,
        atMost.bytes,
      ])
      const shop = await vault.shop(viewer.shopId)
      return rows.toReversed().map((row) => entryOf(viewer.shopId, shop, row))
    },

    async stretch(shopId, after): Promise<Batch> {
      const [row] = await ask<LogJson>('log_stretch', stretchStatement, [shopId, after])
      if (!row) throw new Error('log_stretch answered nothing')
      return { from: after + 1, to: row.position, ...(await readLog(shopId, row)) }
    },

    async incarnations(shopId) {
      return (await pasts([shopId])).get(shopId) ?? { list: [], position: 0 }
    },
  }
}
