import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/**
 * Fails the build when the script and style of the first view (the entry with all it imports at once, and the page's
 * style sheets) weigh more than `limitBytes` after gzip; prints the sum either way. Measures what is written, minified.
 */
export function firstView({ limitBytes }: { limitBytes: number }): Plugin {
  return {
    name: 'first-view',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      const wanted = new Set<string>()
      const visit = (fileName: string): void => {
        const chunk = bundle[fileName]
        if (wanted.has(fileName) || chunk?.type !== 'chunk') return
        wanted.add(fileName)
        for (const style of chunk.viteMetadata?.importedCss ?? []) wanted.add(style)
        for (const next of chunk.imports) visit(next)
      }
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) visit(chunk.fileName)
      const weigh = (ending: string): number =>
        [...wanted]
          .filter((fileName) => fileName.endsWith(ending))
          .reduce((sum, fileName) => sum + gzipSync(readFileSync(join(dir, fileName))).length, 0)
      const script = weigh('.js')
      const style = weigh('.css')
      const kB = (bytes: number) => (bytes / 1000).toFixed(1)
      this.info(`first view ${kB(script + style)} kB gzip (script ${kB(script)}, style ${kB(style)})`)
      if (script + style > limitBytes) this.error(`the first view weighs ${script + style} bytes, more than the ${limitBytes} it may`)
    },
  }
}
