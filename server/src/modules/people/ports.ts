import type { Db } from '../../platform/deps.ts'
import type { Tx } from '../../log/index.ts'

/**
 * What people need of the modules above them, without knowing them: they are wired where the handlers are put together.
 * Everything that takes a `tx` happens in the transaction that changes the person.
 */
export interface PeoplePorts {
  /** What the guest took part in goes on as the other person's (log.md L4). */
  handOver(tx: Tx, fromPersonId: string, toPersonId: string): Promise<void>
  /** His name or class changed: those who see him are told. */
  personChanged(tx: Tx, personId: string): Promise<void>
  /** He takes part in this conversation from now on, and it says so. */
  join(tx: Tx, conversationId: string, person: { personId: string; name: string }): Promise<void>
  /** Whose order it is and where it is talked about. */
  orderPlace(db: Db, shopId: string, orderId: string): Promise<{ customerId: string | null; conversationId: string } | undefined>
  /** What the console shows beside a customer's name. Nobody is left out of the answer. */
  customerFacts(db: Db, shopId: string, personIds: readonly string[]): Promise<Map<string, CustomerFacts>>
}

export interface CustomerFacts {
  orders: number
  out: number
  conversationId: string | null
}
