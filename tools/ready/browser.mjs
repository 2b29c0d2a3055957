import { existsSync } from 'node:fs'
import { run, say } from './run.mjs'

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Without a Chinese font the pictures show boxes. */
const chineseFonts = ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc']

/** Installs Chromium and a Chinese font for the browser tests on Debian as root; elsewhere those tests say what they miss. */
export function ensureBrowser() {
  const wanted = [
    ...(process.env.CHROMIUM || browsers.some(existsSync) ? [] : ['chromium']),
    ...(chineseFonts.some(existsSync) ? [] : ['fonts-noto-cjk']),
  ]
  if (wanted.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  say(`Installing ${wanted.join(', ')} for the browser tests …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    run('apt-get', ['-qq', 'update'], { env })
    run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...wanted], { env })
  } catch (error) {
    say(`${error.message}; the browser tests will fail for want of it.`)
  }
}
