import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Bytes of gzip: what a phone on a mountain loads before it can do anything (C1). */
export const scriptBudget = 60_000

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
export function firstLoad(budget: number): Plugin {
  return {
    name: 'first-load',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part): part is typeof part & Chunk => part.type === 'chunk')
      const page = chunks.find((chunk) => chunk.isEntry && chunk.name !== 'sw')
      if (!page) throw new Error('the build holds no page')
      const sizes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code, { level: 9 }).length]))
      const isWords = (chunk: Chunk): boolean => chunk.name === 'zh' || chunk.name === 'en'
      // One language is loaded, whichever is the longer.
      const words = chunks.filter(isWords).toSorted((a, b) => (sizes.get(b.fileName) ?? 0) - (sizes.get(a.fileName) ?? 0))[0]
      const loads = [page, ...chunks.filter((chunk) => chunk.isDynamicEntry && !isWords(chunk))].map((screen) => {
        const files = new Set([page, screen, ...(words ? [words] : [])].flatMap((chunk) => [...withImports(chunk, chunks)]))
        return { name: screen.name, size: [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0) }
      })
      for (const { name, size } of loads) this.info(`first load of ${name}: ${size} B gzip of script, budget ${budget}`)
      const over = loads.filter(({ size }) => size > budget)
      if (over.length > 0) throw new Error(`over the budget of ${budget} B gzip: ${over.map(({ name }) => name).join(', ')}`)
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
