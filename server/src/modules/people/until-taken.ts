import { type Refusal, refuse } from '@bobber/protocol'

/** Runs a transaction that takes a login name; when another took it in the same moment, the database's "no" is the usual refusal. */
export async function untilTaken<T>(work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (fault) {
    const taken = fault instanceof Error && 'constraint' in fault && fault.constraint === 'staff_login_blind'
    if (taken) return refuse('nameTaken')
    throw fault
  }
}
