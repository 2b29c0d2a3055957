import { dateOf, wallTimeAt } from '@bobber/domain'
import { consolePath } from './modules/people/index.ts'
import { shopRules } from './modules/shops/index.ts'
import type { Deps } from './platform/deps.ts'
import { qrText } from './platform/tls/qr.ts'

interface Greeting {
  deps: Deps
  shopId: string
  /** `http://localhost:<port>` */
  address: string
  /** undefined when an owner exists */
  ownerToken: string | undefined
}

/** What the server's window says once everything is up: where the shop is, and what is still to do. */
export async function greet({ deps, shopId, address, ownerToken }: Greeting): Promise<void> {
  const { window, vault, clock } = deps
  window.write(`shop ${address}/`)
  window.write(`console ${address}/console/`)
  if (ownerToken !== undefined) window.write(`owner ${address}${consolePath('owner', ownerToken)}`)
  if (clock.practice) {
    const { zone } = await shopRules(deps.db, shopId)
    window.write(`practice ${wallClock(clock.now(), zone)} (${zone})  练习店铺 / practice shop`)
  }
  const lan = deps.lan()
  if (lan) {
    window.write(`lan ${lan.url}`)
    window.write(`trust ${lan.trustUrl}  手机先扫这里 / phones first:`)
    window.write(await qrText(lan.trustUrl, { colour: process.stdout.isTTY }))
    window.write(`fingerprint ${lan.fingerprint}`)
    window.write('    手机上的页面要显示同一串指纹，不一样就不要安装 / the page on the phone must show the same one; else don’t install')
  }
  if (!(await vault.masterKey.isKept())) {
    window.write(`key ${vault.masterKey.file}`)
    // No part of the key itself: a window may be a journal.
    window.write('    主钥匙在这个文件里，还没有另存。没有它，聊天和电话谁也读不出来。请店主在控制台「设置 → 主钥匙」抄下来，')
    window.write('    或把文件复制到 U 盘，不要和数据放在一起；收好后在那里点「我已经另外收好了」，这条提醒就会消失。')
    window.write(
      '    The master key is in this file and nowhere else. Without it nobody can read the chats and phones. The owner writes it down',
    )
    window.write(
      '    under Settings → Master key, or copies the file to another disk than the data’s, and says there that it is in a safe place.',
    )
  }
}

/** `2026-11-27 09:00`, as the shop's clock on the wall shows it. */
function wallClock(now: number, zone: string): string {
  const { day, minute } = wallTimeAt(now, zone)
  return `${dateOf(day)} ${[Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')}`
}
