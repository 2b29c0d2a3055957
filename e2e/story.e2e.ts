import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DownFrame, maySee } from '@bobber/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { entriesOn, listenIn } from './kit/devices.ts'
import { album, type Person, pictures } from './kit/person.ts'
import { answer, card, fiveOthersRent, filmTheLabel, linkFromTheQr, menu, moveClock, productAddress, say, tell } from './story/acts.ts'
import { type Cast, gather, signInByPhone } from './story/cast.ts'
import { drawKills, type Kills } from './story/kills.ts'

const seed = Number(process.env['SEED'] ?? 20_261_127)
const tackle = readFileSync(join(import.meta.dirname, '../server/test/fixtures/tackle-40.csv'))
const password = { owner: 'wade-slow-27', clerk: 'cast-far-3608' }
const picture = album('story')

let cast: Cast
let kills: Kills
let owner: Person
let clerk: Person
let customer: Person
let conversationId = ''

/** One visit of the page from beginning to end: a reload would lose the mark. */
const stays = (person: Person) => person.page.evaluate(() => void Object.assign(window, { stays: true }))
const stayed = (person: Person) => person.page.evaluate(() => 'stays' in window)

describe(`one order as one conversation (seed ${seed})`, () => {
  beforeAll(async () => {
    cast = await gather()
    kills = drawKills(seed, cast.server)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await cast.lastLook(join(pictures, 'story'))
  })
  afterAll(() => cast?.close())

  test('Y1 the owner imports the list, sets the rules and invites a clerk', async () => {
    owner = await cast.join({ role: 'owner', width: 1440 })
    const { page } = owner
    await page.goto(cast.server.line('owner'))
    await owner.write(page.getByLabel('店名'), '水边渔具')
    await owner.write(page.getByLabel('您的称呼'), '老周')
    await owner.write(page.getByLabel('登录名'), 'zhou')
    await owner.write(page.getByLabel('密码'), password.owner)
    await picture(owner, 'owner-link')
    await owner.tap(page.getByRole('button', { name: '开店' }))
    await page.getByRole('heading', { name: '柜台' }).waitFor()
    await picture(owner, 'first-look')

    await owner.tap(menu(owner, '导入'))
    await owner.give(page.getByRole('button', { name: '选表格或 zip' }), { name: 'tackle-40.csv', mimeType: 'text/csv', buffer: tackle })
    const go = page.getByRole('button', { name: '导入 40 行' })
    await go.waitFor()
    await picture(owner, 'import-preview', true)
    await owner.tap(go)
    await page.getByText('40 个商品').waitFor()
    await picture(owner, 'imported')
    await owner.tap(page.getByRole('link', { name: '打印标签' }))
    await page.locator('[data-print]').getByText('RH-3608-01').waitFor()
    await picture(owner, 'labels')
    await filmTheLabel(owner, 'RH-3608-01', cast.film)

    await owner.tap(menu(owner, '设置'))
    for (const day of ['周六', '周日']) {
      if (!(await page.getByRole('checkbox', { name: day }).isChecked())) await owner.tap(page.getByText(day, { exact: true }))
    }
    await owner.write(page.getByLabel('周末加价'), '1.2')
    await owner.write(page.getByLabel('晚还几分钟不算逾期'), '30')
    await owner.write(page.getByLabel('逾期每小时（元）'), '6')
    await owner.choose(page.getByRole('combobox', { name: '逾期费最多' }), '1 天租金')
    await owner.tap(page.locator('#rules').getByRole('button', { name: '保存' }))
    await page.locator('#rules').getByRole('button', { name: '已保存' }).waitFor()
    await page.locator('#rules').getByText('周末一天 ¥42.00；晚还 3 小时 10 分，逾期费 ¥24.00').waitFor()
    await picture(owner, 'rules', true)

    await owner.tap(menu(owner, '人员'))
    await owner.tap(page.getByRole('button', { name: '邀请店员' }))
    await owner.write(page.getByLabel('称呼'), '小林')
    await owner.tap(page.getByRole('button', { name: '生成邀请链接' }))
    const link = await page.getByRole('dialog').locator('code').textContent()
    expect(link).toContain('/console/invitation#')
    await picture(owner, 'invitation')
    await owner.tap(page.getByRole('button', { name: '完成' }))

    clerk = await cast.join({ role: 'clerk', width: 1440 })
    const { pathname, hash } = new URL(link ?? '')
    await clerk.page.goto(pathname + hash)
    await clerk.write(clerk.page.getByLabel('登录名'), 'lin')
    await clerk.write(clerk.page.getByLabel('密码'), password.clerk)
    await picture(clerk, 'joins')
    await clerk.tap(clerk.page.getByRole('button', { name: '加入' }))
    await clerk.page.getByRole('heading', { name: '柜台' }).waitFor()
    await stays(clerk)
    await picture(clerk, 'counter')
  })

  test('Y2 a guest asks about a rod, the clerk answers, the guest signs in and keeps the talk', async () => {
    customer = await cast.join({ role: 'customer', width: 360 })
    const { page } = customer
    await page.goto('/')
    await stays(customer)
    await page
      .getByRole('link', { name: /RL-|路亚竿/ })
      .first()
      .waitFor()
    await picture(customer, 'shop')
    await customer.write(page.getByLabel('搜索商品'), '3.6米海竿')
    await customer.tap(page.getByRole('link', { name: /海竿 3\.6 m 中硬/ }))
    await page.getByRole('heading', { name: '海竿 3.6 m 中硬' }).waitFor()
    await picture(customer, 'product')
    await customer.tap(page.getByRole('button', { name: '问问这件' }))
    await customer.write(page.getByLabel('写消息'), '周末想去矶钓，这根合适吗？')
    await customer.tap(page.getByRole('button', { name: '发送' }))
    await page.getByText('已送达').last().waitFor()
    await picture(customer, 'asks')

    await clerk.tap(menu(clerk, '消息'))
    await clerk.tap(clerk.page.getByRole('link', { name: /访客/ }))
    const log = clerk.page.getByRole('log')
    await log.getByText('周末想去矶钓，这根合适吗？').waitFor()
    await log.getByText('海竿 3.6 m 中硬').waitFor()
    // Nobody has the talk: a note leaves it so, an answer takes it (K15).
    const note = clerk.page.getByRole('button', { name: '内部备注' })
    await clerk.tap(note)
    await clerk.write(clerk.page.getByLabel('只有店里人看得到…'), '老顾客介绍来的')
    await clerk.tap(clerk.page.getByRole('button', { name: '发送' }))
    await log.getByText('老顾客介绍来的').waitFor()
    await clerk.tap(note)
    await clerk.write(clerk.page.getByLabel('写给顾客…'), '合适，配 8 号线就行。周末还有 6 根。')
    await clerk.page.getByRole('button', { name: '我来接' }).waitFor()
    await clerk.tap(clerk.page.getByRole('button', { name: '发送' }))
    await clerk.page.getByText('小林 在接').waitFor()
    await page.getByText('合适，配 8 号线就行。周末还有 6 根。').waitFor()
    await picture(clerk, 'answers')
    await picture(customer, 'is-answered')

    conversationId = new URL(page.url()).hash.replace('#/c/', '')
    await customer.tap(page.getByRole('link', { name: '返回' }))
    await customer.tap(page.getByRole('button', { name: '设置' }))
    await customer.tap(page.getByRole('dialog').getByRole('link', { name: '登录' }))
    await page.getByLabel('手机号').waitFor()
    await picture(customer, 'sign-in')
    await signInByPhone(cast, customer, '13800003608', '阿秀')
    await page.getByRole('link', { name: /海竿 3\.6 m 中硬/ }).waitFor()
    await customer.tap(page.getByRole('link', { name: '对话' }))
    await page.getByText('周末想去矶钓，这根合适吗？').waitFor()
    await page.getByText('合适，配 8 号线就行。周末还有 6 根。').waitFor()
    expect(new URL(page.url()).hash).toBe(`#/c/${conversationId}`)
    await picture(customer, 'keeps-the-talk')
    await clerk.page.getByRole('heading', { name: '阿秀' }).first().waitFor()
    await clerk.page.getByRole('complementary', { name: '顾客与订单' }).getByText('138****3608').waitFor()
    await picture(clerk, 'sees-the-name')
  })

  test('Y3 one rod for the weekend: 35.00 + 42.00 and 400.00 deposit, confirmed and paid; the seventh is refused', async () => {
    const { page } = customer
    await customer.tap(page.getByRole('link', { name: /海竿 3\.6 m 中硬/ }))
    await customer.tap(page.getByRole('button', { name: '这个周末' }))
    const quote = page.getByRole('region', { name: '费用怎么算' })
    await quote.getByText('周六 1 天 × 35 × 1.2 = 42.00').waitFor()
    await quote.scrollIntoViewIfNeeded()
    await picture(customer, 'price-worked-out')
    await kills.around('order.place', () => customer.tap(page.getByRole('button', { name: '租这件 ¥477.00' })))

    const sheet = card(customer, '费用单 第 1 版')
    await sheet.waitFor()
    const words = (await sheet.innerText()).replaceAll(/\s+/g, ' ')
    expect(words).toContain('周五 1 天 × 35 = 35.00')
    expect(words).toContain('周六 1 天 × 35 × 1.2 = 42.00')
    expect(words).toMatch(/租金 ¥77\.00/)
    expect(words).toContain('押金 1 件 × 400 = 400.00')
    expect(words).toMatch(/一共要付 ¥477\.00/)
    expect(new URL(page.url()).hash).toBe(`#/c/${conversationId}`)
    await picture(customer, 'fee-sheet')
    await kills.around('feeSheet.confirm', () => customer.tap(sheet.getByRole('button', { name: '确认费用' })))
    await customer.tap(sheet.getByRole('button', { name: '去支付 ¥477.00' }))
    const paying = page.getByRole('dialog', { name: '模拟支付' })
    await paying.getByText('不会动用真钱').waitFor()
    await picture(customer, 'pays')
    await kills.around('payment.simulate', () => customer.tap(paying.getByRole('button', { name: '模拟支付成功' })))
    await card(customer, '已支付').getByText('¥477.00').waitFor()
    await picture(customer, 'paid')
    await clerk.page.getByRole('log').getByText('已收到 ¥477.00').waitFor()
    await picture(clerk, 'sees-the-payment')

    await fiveOthersRent(cast.server.base, password.owner)
    const seventh = await cast.join({ role: 'seventh', width: 360 })
    await seventh.page.goto(await productAddress(cast.server.base))
    await seventh.tap(seventh.page.getByRole('button', { name: '这个周末' }))
    await seventh.page.getByText('这段时间已经租完').waitFor()
    await seventh.tap(seventh.page.getByRole('button', { name: /^租这件/ }))
    await signInByPhone(cast, seventh, '13800000007', '小七')
    const refused = seventh.page.getByRole('alert').filter({ hasText: '已经租完' })
    await refused.waitFor()
    expect(await refused.innerText()).toMatch(/11月29日.*18:00.*起有空/)
    await refused.scrollIntoViewIfNeeded()
    await picture(seventh, 'is-refused')
    expect(seventh.noise).toEqual([])
    await seventh.context.close()
  })

  test('Y4 K21 the camera reads the label, two photos, handed over; the customer sees the time left', async () => {
    const { page } = clerk
    await moveClock(clerk, '2026-11-27', '18:00')
    await clerk.tap(menu(clerk, '柜台'))
    await clerk.tap(page.getByRole('link', { name: /^交出/ }))
    await page.getByRole('heading', { name: '谁来取？' }).waitFor()
    await clerk.tap(page.getByRole('link', { name: /阿秀/ }))
    const report = page.getByRole('region', { name: 'RH-3608-01' })
    await report.waitFor()
    await clerk.tap(report.getByRole('button', { name: '拍照' }))
    const camera = page.getByRole('dialog', { name: '拍照' })
    for (const taken of ['已拍 1 张', '已拍 2 张']) {
      await clerk.tap(camera.getByRole('button', { name: '拍下' }))
      await camera.getByText(taken).waitFor()
    }
    await picture(clerk, 'takes-photos')
    await clerk.tap(camera.getByRole('button', { name: '完成' }))
    await report.getByRole('img', { name: '照片 2', exact: true }).waitFor()
    await picture(clerk, 'scanned')
    await kills.around('rental.checkOut', () => clerk.tap(page.getByRole('button', { name: '交出 1 件' })))
    await page.getByRole('heading', { name: '已交出' }).waitFor()
    await picture(clerk, 'handed-over')

    const out = card(customer, '已交给您')
    await out.getByText('编号 RH-3608-01').waitFor()
    await out.getByText(/还剩 (2 天|1 天 23 小时)/).waitFor()
    expect(await out.getByRole('button').count()).toBe(2)
    expect(await stayed(customer)).toBe(true)
    await picture(customer, 'has-it')
  })

  test('Y5 late: the fee grows before her eyes, 24.00 are kept, 376.00 come back, the ledger is zero', async () => {
    await kills.around(
      'message.up',
      () => say(customer, '水很清，上了两条黑鲷。'),
      async () => {
        await customer.page.getByRole('status').getByText('网络不好').waitFor()
        await picture(customer, 'while-the-server-is-away')
      },
    )
    await clerk.tap(menu(clerk, '消息'))
    await clerk.tap(clerk.page.getByRole('link', { name: /阿秀/ }))
    await clerk.page.getByRole('log').getByText('水很清，上了两条黑鲷。').waitFor()
    await kills.around(
      'message.down',
      () => answer(clerk, '太好了，注意潮水。'),
      async () => {
        await clerk.page.getByText('网络不通').waitFor()
        await picture(clerk, 'while-the-server-is-away')
      },
    )
    await customer.page.getByText('太好了，注意潮水。').waitFor()

    await moveClock(clerk, '2026-11-29', '18:10')
    await customer.page.getByText('内归还不收费').first().waitFor()
    await picture(customer, 'in-the-grace')
    for (const [hours, fee] of [
      ['1 小时 1', '¥12.00'],
      ['2 小时 1', '¥18.00'],
      ['3 小时 1', '¥24.00'],
    ] as const) {
      await clerk.tap(clerk.page.getByRole('button', { name: '+1 小时' }))
      const overdue = card(customer, '已过归还时间')
      await overdue.getByText(`已逾期 ${hours}`).waitFor()
      await overdue.getByText(fee, { exact: true }).waitFor()
      await picture(customer, `late-${fee.slice(1)}`)
    }
    expect(await stayed(customer)).toBe(true)

    const { page } = clerk
    await clerk.tap(menu(clerk, '柜台'))
    await clerk.tap(page.getByRole('link', { name: /^收回/ }))
    await page.getByRole('region', { name: 'RH-3608-01' }).waitFor()
    await page.getByText(/逾期 3 小时 1\d 分，逾期费 ¥24\.00/).waitFor()
    await picture(clerk, 'scans-it-back')
    await kills.around('rental.checkIn', () => clerk.tap(page.getByRole('button', { name: '收回 1 件' })))
    await clerk.tap(page.getByRole('link', { name: '现在检查' }))
    await picture(clerk, 'inspects')
    await kills.around('rental.inspect', () => clerk.tap(page.getByRole('button', { name: '检查完毕' })))
    await page.getByRole('heading', { name: '结算单已发给顾客' }).waitFor()
    await picture(clerk, 'settlement')

    const settlement = card(customer, '结算单')
    await settlement.waitFor()
    const words = (await settlement.innerText()).replaceAll(/\s+/g, ' ')
    expect(words).toContain('逾期 4 小时 × 6')
    expect(words).toContain('= 24.00')
    expect(words).toMatch(/退给您 ¥376\.00/)
    await picture(customer, 'settlement')
    await kills.around('settlement.confirm', () => customer.tap(settlement.getByRole('button', { name: '确认结算' })))
    await card(customer, '押金已退').getByText('¥376.00').waitFor()
    await customer.page.getByText('订单已完成，谢谢惠顾').waitFor()
    await picture(customer, 'refunded')

    await owner.tap(menu(owner, '订单'))
    await owner.choose(owner.page.getByRole('combobox', { name: '阶段' }), '已完成')
    await owner.write(owner.page.getByRole('searchbox'), '阿秀')
    await owner.tap(owner.page.getByRole('link', { name: /阿秀/ }))
    await owner.page.getByText('账平').waitFor()
    await owner.page.getByText('已完成').first().waitFor()
    await picture(owner, 'closed-and-balanced', true)
  })

  test('Y6 killed six times: both screens came back, three devices agree hash for hash, the outsider got nothing', async () => {
    expect(kills.done).toHaveLength(6)
    expect(await stayed(customer)).toBe(true)
    expect(await stayed(clerk)).toBe(true)
    const third = await cast.join({ role: 'third', width: 768 })
    await third.page.goto('/console/sign-in')
    await third.write(third.page.getByLabel('登录名'), 'zhou')
    await third.write(third.page.getByLabel('密码'), password.owner)
    await third.tap(third.page.getByRole('button', { name: '登录', exact: true }))
    await third.tap(menu(third, '消息'))
    await third.tap(third.page.getByRole('link', { name: /阿秀/ }))
    await third.page.getByRole('log').getByText('订单完成').waitFor()
    // A device that is new gets the newest part of a long talk, and reads back for the rest.
    await third.tap(third.page.getByRole('button', { name: '更早的消息' }))
    await third.page.getByRole('log').getByText('周末想去矶钓，这根合适吗？').waitFor()
    expect(new URL(third.page.url()).pathname).toBe(`/console/inbox/${conversationId}`)
    await picture(third, 'the-whole-talk')

    // How long a talk is hangs on what was posted together: its first words may be there before the rest has come.
    await expect.poll(async () => (await entriesOn(third.page, conversationId)).some(({ seq }) => seq === 1)).toBe(true)
    const seen = await Promise.all([customer, clerk, third].map(({ page }) => entriesOn(page, conversationId)))
    const [hers, clerks, thirds] = seen.map((entries) => entries.map(({ seq, hash, kind, audience }) => ({ seq, hash, kind, audience })))
    expect(hers?.length).toBeGreaterThan(15)
    expect(clerks).toEqual(thirds)
    expect(hers).toEqual(clerks?.filter(({ audience }) => maySee(audience, 'customer')))
    const said = seen[0]?.flatMap(({ content }) => (content !== null && 'text' in content ? [content.text] : [])) ?? []
    expect(said.length).toBe(new Set(said).size)

    const { frames } = cast.outsider
    const heard = frames.map((text) => JSON.parse(text) as DownFrame)
    // Seven times he was let in, and seven times he went live: the last frame of a resume is his, and holds nothing.
    expect(heard.filter(({ t }) => t === 'welcome').length).toBeGreaterThanOrEqual(7)
    expect(heard.filter((frame) => frame.t === 'changes' && frame.resume !== undefined).length).toBeGreaterThanOrEqual(7)
    expect(frames.filter((text) => text.includes(conversationId))).toEqual([])
    expect(heard.filter(({ t }) => !['welcome', 'resync', 'snapshot', 'changes', 'clock', 'pong'].includes(t))).toEqual([])
    for (const frame of heard) {
      if (frame.t !== 'snapshot' && frame.t !== 'changes') continue
      expect([...frame.entries, ...frame.marks, ...frame.conversations]).toEqual([])
    }
    // The same ear on the customer's own session hears what is said: it would have told.
    const cookies = await customer.page.context().cookies()
    const own = listenIn(cast.server.base, cookies.find(({ name }) => name.includes('storefront'))?.value ?? '')
    await expect.poll(() => own.frames.some((text) => text.includes('"resume"') && text.startsWith('{"t":"changes"'))).toBe(true)
    const before = own.frames.length
    await customer.page.getByLabel('写消息').fill('都收到了')
    await customer.page.getByRole('button', { name: '发送' }).click()
    await expect.poll(() => own.frames.slice(before).some((text) => text.includes('都收到了'))).toBe(true)
    own.close()
  })

  test('Y7 a walk-in’s order in at most 12 taps, joined by the customer’s own phone', async () => {
    const { page } = clerk
    await clerk.tap(menu(clerk, '柜台'))
    const before = clerk.taps()
    const began = performance.now()
    await clerk.tap(page.getByRole('link', { name: /^新订单/ }))
    await clerk.write(page.getByLabel('名字、手机号或后四位'), '13900001234')
    await page.getByText('没有找到“13900001234”').waitFor()
    await clerk.tap(page.getByRole('button', { name: '登记新顾客' }))
    await clerk.write(page.getByLabel('称呼'), '赵叔')
    await clerk.tap(page.getByRole('button', { name: '登记新顾客' }))
    await clerk.write(page.getByLabel('找商品：名称、编号、规格'), '2.7米路亚')
    await clerk.tap(page.getByRole('button', { name: /岸投路亚竿 2\.7 m MH/ }))
    await picture(clerk, 'counter-order', true)
    await clerk.tap(page.getByRole('button', { name: /^下单 · / }))
    await clerk.tap(page.getByRole('button', { name: '顾客当面确认' }))
    await clerk.tap(page.getByRole('button', { name: /^收款/ }))
    await clerk.tap(page.getByRole('button', { name: '收到现金' }))
    await page.getByText('待取').first().waitFor()
    await clerk.tap(page.getByRole('button', { name: '让顾客加入' }))
    await page.getByRole('img', { name: '让顾客加入' }).waitFor()
    const taps = clerk.taps() - before
    await picture(clerk, 'counter-join-code')
    expect(taps).toBeLessThanOrEqual(12)
    expect(performance.now() - began).toBeLessThan(60_000)

    const walkIn = await cast.join({ role: 'walk-in', width: 360, permissions: [] })
    await walkIn.page.goto(await linkFromTheQr(page.getByRole('img', { name: '让顾客加入' })))
    await walkIn.tap(walkIn.page.getByRole('button', { name: '继续' }))
    await card(walkIn, '下单成功').getByText('岸投路亚竿 2.7 m MH').waitFor()
    await card(walkIn, '已支付').waitFor()
    await picture(walkIn, 'joined')
    expect(cast.people.flatMap(({ noise }) => noise)).toEqual([])
    tell(cast.people, { counterOrder: taps })
  })
})
