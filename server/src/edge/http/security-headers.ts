import type { FastifyInstance, FastifyRequest } from 'fastify'

const yearSeconds = 31_536_000

/** On every answer, refusals and faults included (H7). */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'content-security-policy': contentPolicy(request),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self)',
      ...(request.protocol === 'https' && { 'strict-transport-security': `max-age=${yearSeconds}` }),
    })
    done()
  })
}

/**
 * Scripts come from this server only, never from inside a page; WebAssembly is the barcode reader's. Styles may stand in the page: the
 * console's components write them. Older Safaris don't count wss: into 'self'.
 */
function contentPolicy(request: FastifyRequest): string {
  const host = /^[\w.:[\]-]+$/.test(request.headers.host ?? '') ? request.headers.host : undefined
  const socket = host ? ` ${request.protocol === 'https' ? 'wss' : 'ws'}://${host}` : ''
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    `connect-src 'self'${socket}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
