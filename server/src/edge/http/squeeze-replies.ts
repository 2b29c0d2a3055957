import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const worthIt = 1_500 // bytes: below, it is one packet anyway
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/** Compresses longer JSON answers for the weak network on the mountain. Secrets stand in short ones only, beside nothing a stranger chose. */
export function squeezeReplies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < worthIt || reply.hasHeader('content-encoding')) return payload
    const accepted = request.headers['accept-encoding'] ?? ''
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
    if (!encoding) return payload
    reply.header('content-encoding', encoding).header('vary', 'accept-encoding').removeHeader('content-length')
    return encoding === 'br' ? promisify(brotliCompress)(payload, quality) : promisify(gzip)(payload)
  })
}
