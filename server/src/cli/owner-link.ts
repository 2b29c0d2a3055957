import { consolePath, newOwnerLink, ownersPasswordLinks } from '../modules/people/index.ts'
import { openDeps } from '../open-deps.ts'
import { addressNoted } from '../platform/address.ts'
import { createShopDirectory } from '../platform/shops.ts'
import { type Command, textOf } from './command.ts'
import { mustHaveBegun } from './must-have-begun.ts'

export const ownerLink: Command = {
  help: '[--shop SLUG]: prints a new one-time link: it makes the owner, or lets an owner choose another password.',
  options: { shop: { type: 'string' } },
  async run({ config, window, releases, values }) {
    await mustHaveBegun(config)
    const deps = await openDeps(config, window, releases, { beside: true })
    const slug = textOf(values, 'shop')
    const shopId = await createShopDirectory(deps.db).idOf(slug)
    if (shopId === undefined) {
      window.write('没有这个店铺 / no such shop')
      return false
    }
    const base = addressNoted(config.dataDir) ?? `http://localhost:${config.port}`
    const token = await newOwnerLink(deps, shopId)
    if (token !== undefined) window.write(`owner ${base}${consolePath('owner', token, slug)}`)
    else {
      for (const { name, login, token: his } of await ownersPasswordLinks(deps, shopId)) {
        window.write(`password ${base}${consolePath('password', his, slug)}  ${name} (${login})`)
      }
    }
    return true
  },
}
