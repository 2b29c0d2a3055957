import { CompiledQuery, type Kysely, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'

const names = new Map<string, string>()

/**
 * A statement that is asked so often that parsing and planning it each time shows: each connection prepares it once, under this name.
 * kysely sends text alone; `namedQueries` gives it its name on the way. Answers how to ask it.
 */
export function prepared<Row>(name: string, text: string): (db: Kysely<unknown>, values: readonly unknown[]) => Promise<Row[]> {
  if ([...names.values()].includes(name)) throw new Error(`two statements are named ${name}`)
  names.set(text, name)
  return async (db, values) => (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows
}

/** The `query` of a connection for kysely: prepared statements go by their names. */
export function namedQueries(client: pg.ClientBase): Pick<PostgresPoolClient, 'query'> {
  const query = (text: string, values: unknown[]): Promise<unknown> => {
    const name = names.get(text)
    return client.query(name === undefined ? { text, values } : { name, text, values })
  }
  // kysely's own pick of the same method, without cursors.
  return { query: query as PostgresPoolClient['query'] }
}
