import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
}
const squeezed = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.wasm', '.txt'])

type Encoding = 'br' | 'gzip' | 'identity'

export interface Asset {
  type: string
  etag: string
  /** its name carries a hash of its content: it never changes */
  immutable: boolean
  /** The bytes in the best encoding that is accepted; compressed at the first call, then kept. */
  bytes(accepted: string): Promise<{ encoding: Encoding; bytes: Buffer }>
}

/** A built app's files, listed once: a path that isn't in the list opens nothing, whatever dots it holds. */
export interface AssetFolder {
  /** `path` as in the address, e.g. `assets/app-1a2b.js`. */
  find(path: string): Promise<Asset | undefined>
}

export function openAssetFolder(folder: string): AssetFolder {
  const paths = new Set(listed(folder))
  const assets = new Map<string, Promise<Asset>>()
  return {
    async find(path) {
      if (!paths.has(path)) return undefined
      const known = assets.get(path)
      if (known) return known
      const made = readAsset(join(folder, path), path)
      assets.set(path, made)
      made.catch(() => assets.delete(path))
      return made
    },
  }
}

function listed(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

async function readAsset(file: string, path: string): Promise<Asset> {
  const plain = await readFile(file)
  const extension = extname(path)
  const kept = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(plain)]])
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    immutable: path.startsWith('assets/'),
    async bytes(accepted) {
      const encoding = squeezed.has(extension) ? bestOf(accepted) : 'identity'
      const bytes = kept.get(encoding) ?? squeeze(plain, encoding)
      kept.set(encoding, bytes)
      return { encoding, bytes: await bytes }
    },
  }
}

function bestOf(accepted: string): Encoding {
  if (/\bbr\b/.test(accepted)) return 'br'
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}

/** Brotli 9: a tenth of the time of 11 for two per cent more bytes; it is paid once, at the first visitor. */
function squeeze(plain: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'br') {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
    return promisify(brotliCompress)(plain, { params })
  }
  return promisify(gzip)(plain, { level: 9 })
}
