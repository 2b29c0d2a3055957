import { refuse } from '@bobber/protocol'
import type { FastifyInstance } from 'fastify'
import { pictureFor, type PictureViewer } from '../../modules/files/index.ts'
import { askerOf } from '../../modules/people/index.ts'
import type { Deps } from '../../platform/deps.ts'
import { sessionTokenOf } from './cookies.ts'
import { sendRefusal } from './replies.ts'
import { sendFile } from './send-file.ts'
import { localeOf } from './who.ts'

/**
 * `/files/<fileId>/<edge>.webp` and `/files/<fileId>/clip`: catalogue pictures for everybody and for ever, others for whoever may see them
 * (spec/files.md F6).
 */
export function addPictures(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { fileId: string; name: string } }>('/files/:fileId/:name', async (request, reply) => {
    const { fileId, name } = request.params
    const secure = request.protocol === 'https'
    // An <img> or <video> sends cookies and nothing else, so whoever is signed in on either app may be looking.
    const viewers = async (shopId: string): Promise<PictureViewer[]> => {
      const found: PictureViewer[] = []
      for (const surface of ['storefront', 'console'] as const) {
        const token = sessionTokenOf(request.headers, { shopId, surface, secure })
        const viewer = token === undefined ? undefined : await askerOf(deps, token, surface)
        if (viewer) found.push(viewer)
      }
      return found
    }
    const picture = await pictureFor(deps, fileId, name, viewers)
    if (!picture) return sendRefusal(reply, refuse('notFound'), localeOf(request))
    const { path, type, forAll } = picture
    const headers = {
      'cache-control': forAll ? 'public, max-age=31536000, immutable' : 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="${fileId}.${type.split('/')[1]}"`,
    }
    // The sweep may have taken it since it was looked up.
    const sent = await sendFile(path, request, reply.type(type).headers(headers))
    return (
      sent ??
      sendRefusal(reply.removeHeader('content-disposition').header('cache-control', 'no-store'), refuse('notFound'), localeOf(request))
    )
  })
}
