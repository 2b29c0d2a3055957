import { newOwnerLink } from '../modules/people/index.ts'
import { openDeps } from '../open-deps.ts'
import { createShopDirectory } from '../platform/shops.ts'
import { type Command, textOf } from './command.ts'

export const ownerLink: Command = {
  help: '[--shop SLUG]: prints a new one-time link that makes an owner, e.g. when a password is forgotten.',
  options: { shop: { type: 'string' } },
  async run({ config, window, releases, values }) {
    const deps = await openDeps(config, window, releases, { beside: true })
    const shopId = await createShopDirectory(deps.db).idOf(textOf(values, 'shop'))
    const token = shopId && (await newOwnerLink(deps, shopId, { although: true }))
    window.write(token ? `owner http://localhost:${config.port}/console/owner/${token}` : '没有这个店铺 / no such shop')
    return Boolean(token)
  },
}
