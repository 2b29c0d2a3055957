import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { run, say } from './run.mjs'

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const chineseFonts = ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc']

/** The machine's own Chromium, or the one that CHROMIUM names; undefined: none. */
export function browserPath() {
  return process.env.CHROMIUM || browsers.find((path) => existsSync(path))
}

/** Whether the machine brings a PostgreSQL of its own, for the second run of the database tests. */
export function hasOwnPostgres() {
  return [15, 16, 17, 18].some((major) => existsSync(`/usr/lib/postgresql/${major}/bin/initdb`))
}

/** What the checks take from the machine beside the packages: of Debian's, the name, what for, and which checks ask for it. */
const parts = [
  { name: 'chromium', for: 'browser', there: () => browserPath() !== undefined, without: 'the tests in a browser are skipped' },
  {
    name: 'fonts-noto-cjk',
    for: 'browser',
    there: () => chineseFonts.some((path) => existsSync(path)),
    without: 'their pictures show boxes',
  },
  { name: 'postgresql', for: 'own', there: hasOwnPostgres, without: 'the database tests run on the embedded PostgreSQL only' },
]

/** Installs on Debian as root what the wanted checks take and the machine lacks; elsewhere says once what to install, and what for. */
export function ensureMachine(_node, wanted) {
  const missing = parts.filter((part) => (wanted.length === 0 || wanted.includes(part.for)) && !part.there())
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(missing.map(({ name }) => name))
  const still = missing.filter((part) => !part.there())
  if (still.length === 0) return
  say(`Missing on this machine: ${still.map(({ name, without }) => `${name} (without it ${without})`).join(', ')}.`)
  say(`    sudo apt-get install --no-install-recommends ${still.map(({ name }) => name).join(' ')}`)
}

function install(names) {
  say(`Installing ${names.join(', ')} for the tests …`)
  const undo = withoutCluster()
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    run('apt-get', ['-qq', 'update'], { env })
    // One after the other: what isn't to be had keeps none of the others away.
    for (const name of names) tryTo(() => run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', name], { env }))
  } catch (error) {
    say(error.message)
  } finally {
    undo()
  }
}

function tryTo(work) {
  try {
    work()
  } catch (error) {
    say(error.message)
  }
}

/** Only PostgreSQL's programs are wanted: no database of the machine's own that runs from then on. Whoever wants one later gets the usual. */
function withoutCluster() {
  const [file, usual] = ['/etc/postgresql-common/createcluster.conf', '/usr/share/postgresql-common/createcluster.conf']
  if (existsSync(file)) return () => undefined
  mkdirSync('/etc/postgresql-common', { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
  return () => (existsSync(usual) ? copyFileSync(usual, file) : rmSync(file))
}
