import { feeSheet, fen, HOUR, lateLine, priceRental } from '@bobber/domain'
import type { Client, ConversationView, TimelineItem } from '@bobber/client/client'
import type {
  Calls,
  Entry,
  EntryContents,
  EntryKind,
  FeeSheet,
  Me,
  OrderView,
  PricePlan,
  Product,
  ProductCard,
  RouteName,
} from '@bobber/protocol'

const at = (text: string): number => Date.parse(text)
const names: [string, string, string, number | null, number | null, string, number][] = [
  ['hand-pole', '海竿 3.6 米 远投「长岸」', '海竿', 3500, null, '浮漂自营', 6],
  ['lure-rod-spinning', '路亚竿「晨雾」2.1 m ML 直柄', '路亚竿', 3000, null, '浮漂自营', 6],
  ['baitcasting-reel', '水滴轮「卵石」 7.2:1', '渔轮', 2500, 39900, '浮漂自营', 4],
  ['dome-tent', '双人穹顶帐篷「山雀」', '帐篷', 6800, null, '浮漂自营', 3],
  ['down-bag', '羽绒睡袋 −5 ℃ 舒适', '睡袋', 4500, null, '浮漂自营', 0],
  ['lantern', '露营灯「萤火」', '灯具', 1500, 12900, '浮漂自营', 8],
  ['hooks', '伊势尼鱼钩 5 号 50 枚', '鱼钩', null, 1500, '浮漂自营', 200],
  ['floats', '芦苇浮漂三支装', '浮漂', null, 6800, '浮漂自营', 40],
  ['canopy', '天幕 4×4.4 m', '天幕', 5500, null, '浮漂自营', 2],
  ['folding-chair', '折叠椅「静坐」', '椅子', 1200, 15900, '浮漂自营', 10],
]
const picture = (fileId: string) => ({ fileId, width: 1200, height: 1200 })
const plan = (day: number, deposit: number): PricePlan => ({
  id: 'plan',
  version: 1,
  tiers: [
    { length: { unit: 'day', count: 1 }, amount: fen(day) },
    { length: { unit: 'day', count: 3 }, amount: fen(day * 2.5) },
    { length: { unit: 'week', count: 1 }, amount: fen(day * 5) },
  ],
  tiling: { rule: 'combine' },
  day: { kind: '24h' },
  weekdayFactors: [{ days: [6, 7], factorBp: 12000, label: { zh: '周末', en: 'weekend' } }],
  holidays: [],
  minLength: null,
  maxLength: null,
  graceMinutes: 30,
  late: { perStartedHour: fen(600), countedFrom: 'plannedReturn', cap: { of: 'dayRent', days: 1 } },
  earlyReturn: { rule: 'nothing' },
  deposit: fen(deposit),
  bufferMinutes: 60,
})
const cards: ProductCard[] = names.map(([file, name, category, dayRent, price, brand, free]) => ({
  productId: file,
  name,
  category,
  brand,
  forRent: dayRent !== null,
  forSale: price !== null,
  dayRent,
  price,
  deposit: dayRent === null ? null : 40000,
  picture: file === 'folding-chair' ? null : picture(file),
  freeNow: free,
  total: Math.max(free, 6),
}))
function product(card: ProductCard): Product {
  return {
    productId: card.productId,
    name: card.name,
    category: card.category,
    brand: card.brand,
    description: '碳素竿身，竿身轻、回弹快，新手也能轻松抛到 80 米。\n配两只备用竿稍，取货时店员会教您装。',
    specsText: '',
    specs: [
      { name: 'length', label: { zh: '长度', en: 'Length' }, text: '3.6 m', kind: 'value', value: 3.6, unit: 'm' },
      { name: 'rings', label: { zh: '导环', en: 'Guides' }, text: '7 环', kind: 'value', value: 7, unit: '1' },
      { name: 'weight', label: { zh: '自重', en: 'Weight' }, text: '240 g', kind: 'value', value: 240, unit: 'g' },
    ],
    pictures: card.picture ? [card.picture, picture('lure-rod-spinning-2')] : [],
    variants: [
      {
        variantId: `${card.productId}-v`,
        sku: 'RH-3608',
        name: '标准',
        tracking: 'units',
        forRent: card.forRent,
        forSale: card.forSale,
        price: card.price,
        replacementValue: 50000,
        plan: card.dayRent === null ? null : plan(card.dayRent, 40000),
        total: card.total,
        freeNow: card.freeNow,
      },
    ],
  }
}

const friday = at('2026-11-27T18:00+08:00')
const sunday = at('2026-11-29T18:00+08:00')
const conversationId = '0193-talk'
const orderId = '0193-order'
const priced = priceRental({
  plan: plan(3500, 40000),
  orderLineId: 'line',
  quantity: 1,
  from: friday,
  until: sunday,
  zone: 'Asia/Shanghai',
})
if (!Array.isArray(priced)) throw new Error('no price')
const lines: FeeSheet['lines'] = priced
const sheet = feeSheet({ version: 1, purpose: 'offer', lines, paid: fen(0), pricedAt: friday })
const late = lateLine({
  plan: plan(3500, 40000),
  orderLineId: 'line',
  quantity: 1,
  plannedReturn: sunday,
  returnedAt: sunday + 3.2 * HOUR,
  replacementValue: null,
})
const settlement: FeeSheet = feeSheet({
  version: 1,
  purpose: 'settlement',
  lines: [...lines.filter(({ kind }) => kind === 'rent'), ...(late ? [late] : [])],
  paid: fen(47700),
  pricedAt: sunday,
})

/** Scenes by ?step=0…9 of the one rental; ?me=none|guest|customer, ?now=, ?offline, ?broken, ?slow */
export function fakeClient(query: URLSearchParams): Client {
  const step = Number(query.get('step') ?? 9)
  let me: Me | null =
    query.get('me') === 'none'
      ? null
      : { personId: 'me', name: '王芳', class: query.get('me') === 'guest' ? 'guest' : 'customer', roles: [], phoneMasked: '138****1234' }
  const started = Date.now()
  let base = at(query.get('now') ?? '2026-11-27T09:00+08:00')
  const now = (): number => base + Date.now() - started
  const listeners = new Set<() => void>()
  const tell = (): void => queueMicrotask(() => listeners.forEach((listener) => listener()))
  let seq = 0
  const items: TimelineItem[] = []
  const add = <K extends EntryKind>(
    kind: K,
    content: EntryContents[K],
    authorId: string | null,
    when: string,
    state: 'sent' | 'received' | 'read' | null = null,
  ): void => {
    seq++
    const entry: Entry<K> = {
      conversationId,
      seq,
      prev: seq - 1,
      entryId: `e${seq}`,
      authorId,
      kind,
      audience: 3,
      at: at(`2026-11-${when}+08:00`),
      hash: 'f'.repeat(64),
      count: seq,
      own: 0,
      content,
    }
    items.push({ type: 'entry', entry, state, recalled: false })
  }
  const story: (() => void)[] = [
    () => {
      add('conversation.opened', { kind: 'enquiry' }, null, '27T09:00')
      add('message.card', { card: { kind: 'product', productId: 'hand-pole' } }, 'me', '27T09:01', 'read')
      add('message.text', { text: '这根竿周末还有吗?想去水库钓两天，新手能用吗' }, 'me', '27T09:01', 'read')
      add('message.text', { text: '有的，还有 6 根。新手完全没问题，取货时我教您怎么抛。' }, 'clerk', '27T09:03')
      add('message.text', { text: '周五下午六点来取就行' }, 'clerk', '27T09:03')
    },
    () => {
      add(
        'order.placed',
        {
          orderId,
          number: 'B-0007',
          customerId: 'me',
          lines: [
            {
              orderLineId: 'line',
              kind: 'rental',
              variantId: 'v',
              sku: 'RH-3608',
              name: '海竿 3.6 米 远投「长岸」',
              quantity: 1,
              from: friday,
              until: sunday,
            },
          ],
          placedById: 'me',
          holdUntil: friday,
          by: 'online',
        },
        'me',
        '27T09:10',
      )
      add('feeSheet.issued', { orderId, sheet }, null, '27T09:10')
    },
    () => add('feeSheet.confirmed', { orderId, version: 1, byId: 'me', headHash: 'f' }, 'me', '27T09:12'),
    () => add('payment.requested', { orderId, paymentId: 'pay', amount: 47700, currency: 'CNY', provider: 'simulator' }, null, '27T09:12'),
    () =>
      add(
        'payment.captured',
        { orderId, paymentId: 'pay', amount: 47700, currency: 'CNY', provider: 'simulator', rent: 7700, deposit: 40000, sale: 0 },
        null,
        '27T09:13',
      ),
    () => {
      add('message.text', { text: '收到，六点见 👋' }, 'clerk', '27T09:14')
      add(
        'rental.checkedOut',
        {
          orderId,
          units: [
            {
              orderLineId: 'line',
              unitId: 'u',
              unitCode: 'RH-3608-01',
              reportId: 'r',
              condition: 'good',
              note: '竿稍完好',
              pictureIds: ['hand-pole', 'lure-rod-spinning'],
            },
          ],
          dueAt: sunday,
          undoUntil: friday,
        },
        'clerk',
        '27T18:02',
      )
    },
    () =>
      add(
        'rental.overdue',
        { orderId, orderLineIds: ['line'], dueAt: sunday, graceMinutes: 30, perStartedHour: 600, cap: 3500 },
        null,
        '29T18:30',
      ),
    () => {
      add('message.text', { text: '路上堵车，马上到' }, 'me', '29T20:40', 'sent')
      add(
        'rental.checkedIn',
        {
          orderId,
          units: [
            {
              orderLineId: 'line',
              unitId: 'u',
              unitCode: 'RH-3608-01',
              reportId: 'r',
              condition: 'worn',
              note: '有沙，已冲洗',
              pictureIds: ['lure-rod-spinning-2'],
            },
          ],
          returnedAt: at('2026-11-29T21:10+08:00'),
          undoUntil: friday,
        },
        'clerk',
        '29T21:10',
      )
      add(
        'rental.inspected',
        { orderId, units: [{ orderLineId: 'line', unitId: 'u', condition: 'good', damage: 0, cleaning: 0, note: '' }] },
        'clerk',
        '29T21:12',
      )
    },
    () => add('settlement.proposed', { orderId, sheet: settlement, refund: 37600, kept: 2400 }, null, '29T21:12'),
    () => {
      add('settlement.confirmed', { orderId, version: 1, byId: 'me', headHash: 'f' }, 'me', '29T21:13')
      add('deposit.refunded', { orderId, paymentId: 'pay', amount: 37600, currency: 'CNY', provider: 'simulator' }, null, '29T21:13')
      add('order.closed', { orderId }, null, '29T21:13')
    },
  ]
  story.slice(0, step + 1).forEach((tellStep) => tellStep())
  if (query.has('failed')) {
    items.push({
      type: 'unsent',
      unsent: {
        clientId: 'c1',
        conversationId,
        kind: 'message.text',
        content: { text: '这条没有发出去' },
        privately: false,
        writtenAt: now(),
        state: 'failed',
        refusal: null,
      },
    })
    items.push({
      type: 'unsent',
      unsent: {
        clientId: 'c2',
        conversationId,
        kind: 'message.text',
        content: { text: '这条还在发' },
        privately: false,
        writtenAt: now(),
        state: 'sending',
        refusal: null,
      },
    })
  }
  if (query.has('hole')) items.splice(3, 0, { type: 'hole', fromSeq: 1, toSeq: 2 })
  const stages: OrderView['stage'][] = [
    'toConfirm',
    'toConfirm',
    'toPay',
    'toPay',
    'toCollect',
    'out',
    'overdue',
    'toInspect',
    'toSettle',
    'closed',
  ]
  const order = (): OrderView => ({
    orderId,
    number: 'B-0007',
    conversationId,
    customer: null,
    stage: stages[step] ?? 'closed',
    facets: { payment: '', fulfilment: '', return: '' },
    lines: [
      {
        orderLineId: 'line',
        kind: 'rental',
        variantId: 'v',
        productId: 'hand-pole',
        sku: 'RH-3608',
        name: '海竿 3.6 米 远投「长岸」',
        picture: picture('hand-pole'),
        quantity: 1,
        handedOver: false,
        from: friday,
        until: sunday,
        units:
          step < 5
            ? []
            : [
                {
                  unitId: 'u',
                  code: 'RH-3608-01',
                  state: 'out',
                  outPictures: [picture('hand-pole')],
                  inPictures: step < 7 ? [] : [picture('lure-rod-spinning-2')],
                  outNote: '竿稍完好',
                  inNote: '有沙，已冲洗',
                  condition: 'good',
                  outAt: friday,
                  inAt: step < 7 ? null : sunday + 3 * HOUR,
                },
              ],
      },
    ],
    sheet: step < 4 ? sheet : feeSheet({ version: 1, purpose: 'offer', lines, paid: fen(47700), pricedAt: friday }),
    confirmedVersion: step >= 2 ? 1 : null,
    settlement: step >= 8 ? settlement : null,
    paid: step >= 4 ? 47700 : 0,
    deposit:
      step >= 4
        ? { taken: 40000, kept: step >= 9 ? 2400 : 0, givenBack: step >= 9 ? 37600 : 0, held: step >= 9 ? 0 : 40000 }
        : { taken: 0, kept: 0, givenBack: 0, held: 0 },
    holdUntil: step < 4 ? at('2026-11-27T09:40+08:00') : null,
    dueAt: step >= 5 ? sunday : null,
    lateRule: { graceMinutes: 30, perStartedHour: 600, cap: 3500 },
    remark: '要配一个抄网',
    placedAt: at('2026-11-27T09:10+08:00'),
    next:
      (
        {
          1: ['feeSheet.confirm', 'order.cancel'],
          2: ['payment.request', 'order.cancel'],
          3: ['payment.request', 'order.cancel'],
          8: ['settlement.confirm'],
        } as Record<number, OrderView['next']>
      )[step] ?? [],
    undoUntil: null,
  })
  const view = (): ConversationView => ({
    conversationId,
    mark: { conversationId, kind: 'order', title: '', state: 'open', assigneeId: null, customerId: 'me', openedAt: 0 },
    mine: null,
    participants: [
      {
        conversationId,
        personId: 'clerk',
        class: 'staff',
        role: 'service',
        name: '小李',
        involvement: 'everything',
        receivedSeq: 0,
        readSeq: 0,
        readCount: 0,
        readOwn: 0,
        ownCount: 0,
        removed: false,
      },
    ],
    items: [...items],
    lastSeq: seq,
    unread: query.has('unread') ? 2 : 0,
    headHash: 'f'.repeat(64),
    hasOlder: query.has('hole'),
    typing: query.has('typing') ? ['clerk'] : [],
    lastAt: friday,
  })
  let shown = view()
  const refresh = (): void => {
    shown = view()
    tell()
  }
  const answers: Partial<{ [K in RouteName]: (body: Calls[K]['body']) => unknown }> = {
    'shop.get': () => ({
      shopId: 's',
      slug: 'main',
      name: '浮漂渔具户外',
      zone: 'Asia/Shanghai',
      address: '湖滨路 18 号',
      hours: '9:00–21:00',
      currency: 'CNY',
      switches: { chat: query.get('chat') !== 'off', rental: true, sale: query.get('sale') !== 'off' },
      now: now(),
      practice: query.has('practice'),
      sample: true,
      smsInWindow: true,
    }),
    'session.current': () => ({ me, now: now() }),
    'product.list': ({ text, category, offer, sort }) => {
      const products = query.has('empty')
        ? []
        : cards.filter(
            (card) =>
              (!text || card.name.includes(text)) &&
              (!category || card.category === category) &&
              (!offer || (offer === 'rental' ? card.forRent : card.forSale)),
          )
      if (sort === 'priceUp') products.sort((a, b) => (a.dayRent ?? a.price ?? 0) - (b.dayRent ?? b.price ?? 0))
      return {
        products,
        categories: query.has('empty') ? [] : [...new Set(cards.map((card) => card.category))].map((name) => ({ name, count: 1 })),
        next: null,
      }
    },
    'product.get': ({ productId }) => {
      const card = cards.find((one) => one.productId === productId)
      return card ? product(card) : { code: 'notFound', message: '没有找到', remedy: '它可能已被移走,请返回列表。' }
    },
    'calendar.get': ({ from, until }) => {
      const days = []
      for (let day = from; day < until; day += 24 * HOUR) {
        const date = new Date(day + 8 * HOUR).toISOString().slice(0, 10)
        const number = Number(date.slice(8))
        days.push({ date, free: number % 9 === 0 ? 0 : 6 - (number % 5), closed: false })
      }
      return { days, free: query.has('full') ? 0 : 5, freeFrom: query.has('full') ? sunday + 20 * HOUR : null }
    },
    'conversation.get': () => ({ conversation: shown.mark, customer: null, orders: step >= 1 ? [order()] : [] }),
    'order.list': () => ({
      orders: query.has('empty') ? [] : [order(), { ...order(), orderId: 'other', number: 'B-0003', stage: 'closed', placedAt: 0 }],
      counts: {},
      next: null,
    }),
    'order.get': () => order(),
    'order.place': () =>
      query.has('full')
        ? { code: 'notEnough', values: { free: 0, freeFrom: sunday + 20 * HOUR }, message: '', remedy: '' }
        : { orderId, conversationId, number: 'B-0007' },
    'guest.begin': () => ({ me: (me = { personId: 'me', name: '', class: 'guest', roles: [], phoneMasked: null }), token: '' }),
    'enquiry.open': () => ({ conversationId }),
    'phoneCode.send': () => ({ resendAfterMs: 60000, window: true }),
    'phoneCode.confirm': ({ code }) =>
      code === '000000'
        ? { code: 'codeWrong', values: { left: 4 }, message: '', remedy: '' }
        : { me: (me = { personId: 'me', name: '王芳', class: 'customer', roles: [], phoneMasked: '138****1234' }), token: '' },
    'payment.request': () => ({ paymentId: 'pay', amount: 47700, link: '' }),
    'clock.move': ({ to }) => {
      base = to - (Date.now() - started)
      tell()
      return { now: to }
    },
  }
  return {
    connection: () => (query.has('offline') ? 'offline' : 'live'),
    me: () => me && { personId: me.personId, name: me.name, class: me.class },
    now,
    conversations: () => (me && !query.has('empty') ? [shown] : []),
    conversation: (id) => (id === conversationId ? shown : undefined),
    presence: () => ({ state: 'online', lastSeenAt: 0 }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onEntry: () => () => undefined,
    send: (_id, { kind, content }) => {
      seq++
      items.push({
        type: 'entry',
        entry: {
          conversationId,
          seq,
          prev: seq - 1,
          entryId: `e${seq}`,
          clientId: `c${seq}`,
          authorId: 'me',
          kind,
          audience: 3,
          at: now(),
          hash: '',
          count: 0,
          own: 0,
          content,
        },
        state: 'sent',
        recalled: false,
      })
      refresh()
      return `c${seq}`
    },
    retry: () => undefined,
    discard: () => undefined,
    read: () => undefined,
    typing: () => undefined,
    loadOlder: () => Promise.resolve(),
    call: (async (name: RouteName, body: never) => {
      if (query.has('slow')) await new Promise(() => undefined)
      if (query.has('broken') && name !== 'shop.get' && name !== 'session.current') throw new Error('no network')
      return answers[name]?.(body) ?? {}
    }) as Client['call'],
    restart: () => Promise.resolve(),
    wake: () => undefined,
    away: () => undefined,
    close: () => Promise.resolve(),
  }
}
