import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const pics = fileURLToPath(new URL('../../../samples/tackle-shop/pics/', import.meta.url))
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  server: { fs: { allow: ['../..'] } },
  plugins: [
    {
      name: 'pictures',
      configureServer(server) {
        server.middlewares.use('/files/', (request, response, next) => {
          const name = (request.url ?? '').split('/')[1] ?? ''
          try {
            response.setHeader('content-type', 'image/webp')
            response.end(readFileSync(`${pics}${decodeURIComponent(name)}.webp`))
          } catch {
            next()
          }
        })
      },
    },
  ],
})
