import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import type { Trusts } from '../../platform/proxies.ts'

/**
 * Says once that somebody speaks for others whom TRUST_PROXY doesn't name. A forgotten option is nowhere to be seen otherwise: all
 * customers count as one address, their cookies aren't Secure, and a page over https is refused as another origin's.
 */
export function noticeProxies(app: FastifyInstance, { window, logger }: Pick<Deps, 'window' | 'logger'>, trusts: Trusts): void {
  let said = false
  app.addHook('onRequest', (request, _reply, done) => {
    const address = request.socket.remoteAddress
    if (!said && request.headers['x-forwarded-for'] !== undefined && !trusts(address)) {
      said = true
      const option = `TRUST_PROXY=${(address ?? '').replace(/^::ffff:/i, '')}`
      logger.warn({ address }, 'a proxy that TRUST_PROXY does not name')
      window.write(`proxy 前面有一个代理服务器，但没有告诉过 Bobber：所有顾客都被当成同一个人计数。若它是您的，请设置 ${option} 再启动。`)
      window.write(
        `    A proxy stands in front that Bobber wasn't told of: all customers count as one. If it is yours, start with ${option}.`,
      )
    }
    done()
  })
}
