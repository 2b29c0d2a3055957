import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

/** What a phone on a mountain loads before it can do anything: all scripts the page itself asks for (C1). */
const scriptBudget = 60_000

interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly code: string
  readonly imports: readonly string[]
  readonly isEntry: boolean
  readonly isDynamicEntry: boolean
  readonly name: string
}

/** Prints what each screen loads when it is the first one, and fails the build above the budget, so that growth is a decision. */
function firstLoad(): Plugin {
  return {
    name: 'first-load',
    writeBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part): part is typeof part & Chunk => part.type === 'chunk')
      const page = chunks.find((chunk) => chunk.isEntry && chunk.name !== 'sw')
      if (!page) throw new Error('the build holds no page')
      const sizes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code, { level: 9 }).length]))
      const words = chunks.find((chunk) => chunk.name === 'en')
      const loads = [page, ...chunks.filter((chunk) => chunk.isDynamicEntry && chunk !== words)].map((screen) => {
        // The longest way in: whoever reads English loads its words beside the Chinese ones.
        const files = new Set([page, screen, ...(words ? [words] : [])].flatMap((chunk) => [...withImports(chunk, chunks)]))
        return { name: screen.name, size: [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0) }
      })
      for (const { name, size } of loads) this.info(`first load of ${name}: ${size} B gzip of script, budget ${scriptBudget}`)
      const over = loads.filter(({ size }) => size > scriptBudget)
      if (over.length > 0) throw new Error(`over the budget of ${scriptBudget} B gzip: ${over.map(({ name }) => name).join(', ')}`)
    },
  }
}

function withImports(chunk: Chunk, chunks: readonly Chunk[]): Set<string> {
  const names = new Set<string>()
  const waiting = [chunk.fileName]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (names.has(name)) continue
    names.add(name)
    waiting.push(...(chunks.find(({ fileName }) => fileName === name)?.imports ?? []))
  }
  return names
}

export default defineConfig({
  base: '/',
  plugins: [firstLoad()],
  build: {
    target: 'es2022',
    // The page's policy forbids inline anything, data: pictures included, so even small assets stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', sw: 'sw/sw.ts' },
      output: {
        // A service worker rules the folder it is served from, and its address may never change.
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
})
