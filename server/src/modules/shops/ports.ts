import type { Refusal } from '@bobber/protocol'
import type { Asker, Db, Deps } from '../../platform/deps.ts'

/** What the shop's own pages need of the modules above; wired where the handlers are put together. */
export interface ShopPorts {
  /** Whether this is the asker's own password. */
  proveOwn(deps: Deps, asker: Asker, password: string): Promise<object | Refusal>
  hasProducts(db: Db, shopId: string): Promise<boolean>
  hasPriceRules(db: Db, shopId: string): Promise<boolean>
  /** Puts the sample catalogue in; answers how many products it has. */
  addSample(deps: Deps, asker: Asker): Promise<number | Refusal>
  removeSample(deps: Deps, asker: Asker): Promise<Refusal | undefined>
}
