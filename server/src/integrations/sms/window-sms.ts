import type { SmsPort } from '../../platform/deps.ts'
import { maskedPhone } from '../../modules/people/index.ts'
import type { ServerWindow } from '../../platform/window.ts'

/** The embedded provider: the code stands in the server's window, for whoever sits before it to read out, and nowhere else (P12). */
export function windowSms(window: ServerWindow): SmsPort {
  return {
    inWindow: true,
    async send({ phone, code, shopName }) {
      window.write(`[${shopName}] ${maskedPhone(phone)} 的登录验证码 / sign-in code: ${code}`)
    },
  }
}
