import type { Deps } from './platform/deps.ts'
import { qrText } from './platform/tls/qr.ts'

interface Greeting {
  deps: Deps
  port: number
  /** undefined when an owner exists */
  ownerToken: string | undefined
}

/** What the server's window says once everything is up: where the shop is, and what is still to do. */
export async function greet({ deps, port, ownerToken }: Greeting): Promise<void> {
  const { window, vault, clock } = deps
  const base = `http://localhost:${port}`
  window.write(`shop ${base}/`)
  window.write(`console ${base}/console/`)
  if (ownerToken !== undefined) window.write(`owner ${base}/console/owner/${ownerToken}`)
  if (clock.practice) window.write(`practice ${new Date(clock.now()).toISOString()}  练习店铺 / practice shop`)
  const lan = deps.lan()
  if (lan) {
    window.write(`lan ${lan.url}`)
    window.write(`trust ${lan.trustUrl}  手机先扫这里 / phones first:`)
    window.write(await qrText(lan.trustUrl, { colour: process.stdout.isTTY }))
  }
  if (!(await vault.masterKey.isKept())) {
    window.write(`key ${vault.masterKey.file}`)
    window.write('    主密钥:请抄录并与数据分开保存(控制台首页可查看)。丢失后数据无法恢复。')
    window.write('    The master key: write it down and keep it apart from the data (the console shows it). Without it the data is lost.')
  }
}
