import { defineConfig } from 'vite'
import { firstLoad, scriptBudget } from './first-load.ts'

export default defineConfig({
  base: '/',
  plugins: [firstLoad(scriptBudget)],
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
