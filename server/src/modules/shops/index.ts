import type { HandlersOf } from '../../platform/handler.ts'
import { clockMove, masterKeyKept, sampleAdd, sampleRemove, shopChange } from './commands/shop.ts'
import type { ShopPorts } from './ports.ts'
import { masterKeyLook, shopGet, shopSettings, shopSetUp } from './queries/shop.ts'

export { addShop, firstShop } from './add-shop.ts'
export { theLocation } from './location.ts'
export { nameShop } from './name-shop.ts'
export type { ShopPorts } from './ports.ts'
export { openShopClock } from './practice.ts'
export { isChatOn } from './chat.ts'
export { type ShopRules, shopRules } from './read-shop.ts'

type ShopRoute =
  | `shop.${'get' | 'settings' | 'change' | 'setUp'}`
  | `masterKey.${'look' | 'kept'}`
  | `sample.${'add' | 'remove'}`
  | 'clock.move'

export function shopHandlers(ports: ShopPorts): HandlersOf<ShopRoute> {
  return {
    'shop.get': shopGet,
    'shop.settings': shopSettings,
    'shop.change': shopChange,
    'shop.setUp': shopSetUp(ports),
    'masterKey.look': masterKeyLook(ports),
    'masterKey.kept': masterKeyKept,
    'sample.add': sampleAdd(ports),
    'sample.remove': sampleRemove(ports),
    'clock.move': clockMove,
  }
}
