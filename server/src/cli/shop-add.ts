import { addShop } from '../modules/shops/index.ts'
import { consolePath, newOwnerLink } from '../modules/people/index.ts'
import { openDeps } from '../open-deps.ts'
import type { Command } from './command.ts'

export const shopAdd: Command = {
  help: 'SLUG NAME: makes a further shop, at /s/SLUG/, and prints its owner link.',
  options: {},
  async run({ config, window, releases, positionals: [slug = '', name = ''] }) {
    if (!/^[a-z0-9](-?[a-z0-9])*$/.test(slug) || name.trim() === '') {
      window.write('bobber shop add SLUG NAME — SLUG: a-z, 0-9, -')
      return false
    }
    const deps = await openDeps(config, window, releases, { beside: true })
    const shopId = await addShop(deps, { slug, name: name.trim() })
    if (shopId === undefined) {
      window.write(`${slug}: 已有这个店铺，请换一个 / taken, choose another`)
      return false
    }
    window.write(`shop /s/${slug}/`)
    const token = await newOwnerLink(deps, shopId)
    if (token !== undefined) window.write(`owner ${consolePath('owner', token, slug)}`)
    return true
  },
}
