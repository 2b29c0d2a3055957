import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { logStoreContract } from '@bobber/testkit/log-contract'
import type { LogSetting } from '@bobber/testkit/log-setting'
import type { Tx } from '../../src/log/index.ts'
import type { Batch } from '../../src/log/store.ts'
import { leave } from '../../src/modules/conversations/index.ts'
import { shopLog } from './shop-log.ts'

/** The log in PostgreSQL, with the doors that modules change its rows by. */
async function postgresSetting(): Promise<LogSetting> {
  const shop = await shopLog()
  const { log, shopId } = shop
  async function commit(work: (tx: Tx) => Promise<void> | void): Promise<Batch> {
    const { position } = await log.store.incarnations(shopId)
    await log.transact(shopId, async (tx) => {
      await work(tx)
      return null
    })
    return log.store.stretch(shopId, position)
  }
  return {
    shopId,
    store: log.store,
    open: ({ conversationId, kind, customerId, people }) =>
      commit(async (tx) => {
        // Without the fact that the module's own door appends: the suite counts from the first message.
        const desk = kind === 'enquiry' || kind === 'order'
        await sql`insert into conversation (shop_id, conversation_id, kind, customer_id, opened_at)
          values (${shopId}, ${conversationId}, ${kind}, ${customerId}, 0)`.execute(tx.db)
        await sql`insert into conversation_head (shop_id, conversation_id, desk)
          values (${shopId}, ${conversationId}, ${desk})`.execute(tx.db)
        tx.touch(conversationId)
        for (const person of people) {
          await sql`insert into participant (shop_id, conversation_id, person_id, class, role)
            values (${shopId}, ${conversationId}, ${person.personId}, ${classNumber[person.class]}, ${person.class})`.execute(tx.db)
          tx.touch(conversationId, person.personId)
        }
      }),
    join: (conversationId, personId, as) =>
      commit((tx) => {
        tx.underHead('log_join', conversationId, personId, classNumber[as], as)
        tx.touch(conversationId, personId)
      }),
    leave: (conversationId, personId) =>
      commit((tx) => {
        leave(tx, conversationId, personId)
      }),
    resolve: (conversationId) =>
      commit(async (tx) => {
        await sql`update conversation set state = 'resolved' where shop_id = ${shopId} and conversation_id = ${conversationId}`.execute(
          tx.db,
        )
        tx.touchInside(conversationId)
      }),
    fact: (fact) =>
      commit((tx) => {
        tx.append(fact as Parameters<Tx['append']>[0])
      }),
    close: () => shop.close(),
  }
}

const classNumber = { customer: 1, staff: 2, rider: 3, supplier: 4 }

logStoreContract('PostgreSQL', async () => ({ setting: await postgresSetting(), newId: randomUUID }))
