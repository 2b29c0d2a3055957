import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstView } from './first-view.ts'

export default defineConfig({
  base: '/console/',
  plugins: [react(), firstView({ limitBytes: 250_000 })],
  build: {
    target: 'es2022',
    // The scanner's wasm and the mark are files of their own: the page's policy allows no data: scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
})
