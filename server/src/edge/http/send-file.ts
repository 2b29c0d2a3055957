import { open } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { rangeOf } from './range.ts'

/**
 * Sends a file from disk, or the part of it that is asked for, a block at a time (F13): Safari plays nothing that comes only as a whole.
 * Undefined, with nothing sent, where it is gone.
 */
export async function sendFile(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const file = await open(path).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return undefined
    throw fault
  })
  if (!file) return undefined
  const { size } = await file.stat()
  const range = rangeOf(request.headers.range, size)
  reply.header('accept-ranges', 'bytes')
  if (range === 'beyond') {
    await file.close()
    return reply
      .code(416)
      .headers({ 'content-range': `bytes */${size}`, 'cache-control': 'no-store' })
      .send()
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  return reply.header('content-length', end - start + 1).send(file.createReadStream({ start, end }))
}
