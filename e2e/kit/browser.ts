import { type Browser, chromium } from 'playwright-core'
import { browserPath } from '../../tools/ready/machine.mjs'

/** The machine's own Chromium. `args` come on top of what keeps it quiet and self-contained; its profile is new each time. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = browserPath()
  if (executablePath === undefined) throw new Error('no Chromium on this machine; install one, or name it with CHROMIUM=…')
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  })
}
