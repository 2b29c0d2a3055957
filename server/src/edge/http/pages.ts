import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Asset, type AssetFolder, openAssetFolder } from './asset-folder.ts'

const builtApp = (name: string): string => fileURLToPath(new URL(`../../../../apps/${name}/dist`, import.meta.url))

/** The two apps: the storefront at `/` (and `/s/<slug>/` for other shops), the console below `/console/`. */
export function addPages(
  app: FastifyInstance,
  folders: { storefront: string; console: string } = { storefront: builtApp('storefront'), console: builtApp('console') },
): void {
  const storefront = openAssetFolder(folders.storefront)
  const console = openAssetFolder(folders.console)

  app.get('/console', (_request, reply) => reply.redirect('/console/', 308))
  app.get<{ Params: { '*': string } }>('/console/*', (request, reply) => sendPage(console, request.params['*'], request, reply))
  app.get('/', (request, reply) => sendPage(storefront, '', request, reply))
  app.get<{ Params: { slug: string; '*': string } }>('/s/:slug/*', (request, reply) =>
    sendPage(storefront, request.params['*'], request, reply),
  )
  app.get<{ Params: { slug: string } }>('/s/:slug', (request, reply) =>
    reply.redirect(`/s/${encodeURIComponent(request.params.slug)}/`, 308),
  )
  app.get<{ Params: { '*': string } }>('/*', (request, reply) => sendPage(storefront, request.params['*'], request, reply))
}

/** A file of the app, or, for an address that names a screen of it, its page. */
async function sendPage(folder: AssetFolder, path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const asset = await folder.find(path)
  if (asset && path !== 'index.html') return sendAsset(asset, request, reply)
  // A missing script answered with a page would be run as a script: only what looks like a screen gets the page.
  const page = /\.\w{1,12}$/.test(path) && path !== 'index.html' ? undefined : await folder.find('index.html')
  if (page) return sendAsset(page, request, reply)
  return reply.callNotFound() as unknown as FastifyReply
}

async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.headers({
    'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: asset.etag,
    vary: 'accept-encoding',
  })
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
  const { encoding, bytes } = await asset.bytes(request.headers['accept-encoding'] ?? '')
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.type(asset.type).send(bytes)
}
