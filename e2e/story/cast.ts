import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../kit/browser.ts'
import { ask, type Listener, listenIn } from '../kit/devices.ts'
import { newPerson, type Device, type Person } from '../kit/person.ts'
import { type Server, startServer } from '../kit/server.ts'

/** Everybody in a story, each with a device of his own, and the shop's server. */
export interface Cast {
  server: Server
  /** what the clerk's camera is held over: write it with `filmOf` before it is opened */
  film: string
  /** somebody of the same shop with whom none of this has to do */
  outsider: Listener
  join(device: Device): Promise<Person>
  people: readonly Person[]
  /** What everybody sees, the server's window and its log: for who wants to know why a story failed. */
  lastLook(folder: string): Promise<void>
  close(): Promise<void>
}

export async function gather(): Promise<Cast> {
  const folder = mkdtempSync(join(tmpdir(), 'bobber-film-'))
  const film = join(folder, 'camera.y4m')
  const server = await startServer()
  let browser: Browser | undefined
  try {
    browser = await openBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ])
  } catch (fault) {
    await server.stop()
    throw fault
  }
  const opened = browser
  const people: Person[] = []
  const stranger = await ask({ base: server.base, surface: 'storefront' }, 'guest.begin', {})
  const outsider = listenIn(server.base, stranger.token)
  return {
    server,
    film,
    outsider,
    people,
    async join(device) {
      const person = await newPerson(opened, server, device)
      people.push(person)
      return person
    },
    async lastLook(into) {
      copyFileSync(join(server.dataDir, 'log/bobber.log'), join(into, 'failed-server.log'))
      writeFileSync(join(into, 'failed-window.txt'), server.lines.join('\n'))
      for (const { role, page, noise } of people) {
        if (page.isClosed()) continue
        await page.screenshot({ path: join(into, `failed-${role}.png`) })
        if (noise.length > 0) writeFileSync(join(into, `failed-${role}.txt`), noise.join('\n'))
      }
    },
    async close() {
      outsider.close()
      await opened.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Signs a customer in on her own phone, by the code in the server's window; she stands on the sign-in page. */
export async function signInByPhone({ server }: Pick<Cast, 'server'>, person: Person, phone: string, name: string): Promise<void> {
  const { page } = person
  await person.write(page.getByLabel('手机号'), phone)
  const before = server.lines.length
  await person.tap(page.getByRole('button', { name: '获取验证码' }))
  const code = await server.nextLine(/(\d{6})$/, before)
  await person.write(page.getByLabel('验证码'), code)
  await person.write(page.getByLabel('怎么称呼您'), name)
  await person.tap(page.getByRole('button', { name: '登录', exact: true }))
}
