/**
 * Who may use whom (ARCHITECTURE.md "Direction"). Paths are relative to the checkout, with forward slashes.
 * A module uses another only through its index.ts, and only one that stands in an earlier row.
 */
const moduleRows = [
  ['shops'],
  ['files'],
  ['people'],
  ['conversations'],
  ['catalogue'],
  ['stock'],
  ['rentals'],
  ['orders'],
  ['payments', 'deliveries', 'supply', 'evidence', 'calls'],
  ['notices', 'inbox', 'assistant', 'reviews', 'campaigns', 'insights'],
]

/** The rooms that each room may use, besides itself. `*` is every room; what is missing here is forbidden. */
const mayUse: Record<string, readonly string[]> = {
  protocol: [],
  domain: ['protocol'],
  client: ['protocol', 'domain'],
  // The simulation drives the server's own sync code.
  testkit: ['protocol', 'domain', 'client', 'server/log', 'server/edge'],
  'server/config': ['protocol'],
  'server/platform': ['protocol', 'server/config'],
  'server/log': ['protocol', 'domain', 'server/platform'],
  'server/deps': ['protocol', 'server/config', 'server/platform', 'server/log'],
  'server/modules': ['protocol', 'domain', 'server/platform', 'server/log', 'server/deps'],
  'server/integrations': ['protocol', 'domain', 'server/config', 'server/platform', 'server/deps', 'server/modules'],
  'server/edge': ['protocol', 'domain', 'server/config', 'server/platform', 'server/log', 'server/deps', 'server/modules'],
  'server/jobs': ['protocol', 'domain', 'server/config', 'server/platform', 'server/log', 'server/deps', 'server/modules'],
  'server/main': ['*'],
  'apps/storefront': ['protocol', 'domain', 'client'],
  'apps/console': ['protocol', 'domain', 'client'],
  'apps/miniprogram': ['protocol', 'domain', 'client'],
}

/** The room that a file stands in; undefined for what may use everything: tests, their builders, tools. */
export function roomOf(path: string): string | undefined {
  if (/\.(test|builders)\.tsx?$/.test(path)) return undefined
  const [, home = '', inside = ''] = /^(packages\/[^/]+|apps\/[^/]+|server)\/src\/(.+)$/.exec(path) ?? []
  if (home !== 'server') return home.replace('packages/', '') || undefined
  if (inside === 'config.ts') return 'server/config'
  // What modules are handed names the log, so it stands above it, wherever it lies.
  if (inside === 'platform/deps.ts' || inside === 'platform/handler.ts') return 'server/deps'
  if (inside.startsWith('cli/')) return 'server/main' // the other entrance
  return inside.includes('/') ? `server/${inside.split('/', 1)[0]}` : 'server/main'
}

/** Why the file `from` may not use the file `to`; undefined when it may. */
export function whyNot(from: string, to: string): string | undefined {
  const [user, used] = [roomOf(from), roomOf(to)]
  if (user === undefined) return undefined
  if (used === undefined) return /^(server|packages|apps)\//.test(to) ? `a test's helper is used outside tests: ${to}` : undefined
  if (user !== used) {
    const allowed = mayUse[user]
    if (!allowed) return `the room ${user} has no place in tools/lint/rooms.ts`
    if (!allowed.includes('*') && !allowed.includes(used)) return `${user} may not use ${used}`
  }
  return used === 'server/modules' && user !== 'server/main' ? whyNotModule(from, to) : undefined
}

function whyNotModule(from: string, to: string): string | undefined {
  const [user, used] = [moduleOf(from), moduleOf(to)]
  if (used === undefined || user === used) return undefined
  if (!/^server\/src\/modules\/[^/]+\/index\.ts$/.test(to)) return `the module ${used} is used through its index.ts only`
  if (user === undefined) return undefined
  const [userRow, usedRow] = [rowOf(user), rowOf(used)]
  if (userRow === -1 || usedRow === -1) return `the module ${userRow === -1 ? user : used} has no row in tools/lint/rooms.ts`
  return usedRow < userRow ? undefined : `the module ${user} may not use ${used}: upwards goes by facts`
}

function moduleOf(path: string): string | undefined {
  return /^server\/src\/modules\/([^/]+)\//.exec(path)?.[1]
}

function rowOf(name: string): number {
  return moduleRows.findIndex((row) => row.includes(name))
}
