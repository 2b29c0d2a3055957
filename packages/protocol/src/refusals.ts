/** An expected no. `values` fill the words; `retryAfterMs` tells when asking again makes sense. */
export interface Refusal {
  code: RefusalCode
  values?: Record<string, string | number>
  retryAfterMs?: number
}

/** A refusal as it crosses the wire: worded in the asker's language. */
export interface WordedRefusal extends Refusal {
  message: string
  remedy: string
}

interface Words {
  zh: [message: string, remedy: string]
  en: [message: string, remedy: string]
}
/** `none`: how it is said where nothing is left, `free` being 0. */
type Entry = Words & { none?: Words }

const table = {
  malformed: {
    zh: ['看不懂这个请求：{detail}', '请更新页面后再试。'],
    en: ['This request could not be read: {detail}', 'Reload the page and try again.'],
  },
  protocolVersion: { zh: ['页面版本过旧', '请刷新页面。'], en: ['This page is of an older version', 'Reload the page.'] },
  notSignedIn: { zh: ['还没有登录', '请先登录。'], en: ['You are not signed in', 'Sign in first.'] },
  forbidden: { zh: ['您没有这个权限', '请找店主或店长开通。'], en: ['Your role may not do this', 'Ask the owner or a manager.'] },
  notFound: { zh: ['没有找到', '它可能已被移走，请返回列表。'], en: ['Not found', 'It may have been moved; go back to the list.'] },
  conflict: {
    zh: ['刚刚有人改过', '请看最新内容后再试。'],
    en: ['Someone has just changed this', 'Look at the newest state and try again.'],
  },
  tooMany: { zh: ['操作太频繁', '请稍等 {seconds} 秒再试。'], en: ['Too many requests', 'Wait {seconds} seconds and try again.'] },
  tooLarge: { zh: ['内容太大（最多 {limit}）', '请减小后再试。'], en: ['Too large (at most {limit})', 'Make it smaller and try again.'] },
  originNotAllowed: {
    zh: ['不允许从这个网页连接', '请从店铺自己的地址打开。'],
    en: ['This page may not connect', 'Open it from the shop’s own address.'],
  },
  busy: { zh: ['服务器正忙', '系统会自动重试。'], en: ['The server is busy', 'It will be tried again by itself.'] },
  /** the client's own: nobody answered */
  offline: { zh: ['连不上店铺', '请检查网络后再试。'], en: ['The shop can’t be reached', 'Check your network and try again.'] },
  /** the client's own: its store is full or forbidden */
  notStored: {
    zh: ['手机没有空间保存这条消息', '请清理一些空间，再点重试。'],
    en: ['This device has no room to keep the message', 'Free some space, then try again.'],
  },
  clientIdConflict: {
    zh: ['同一个编号发过不同的内容', '请重新发送。'],
    en: ['This id was used for other content', 'Send it again as a new message.'],
  },
  notParticipant: {
    zh: ['您不在这个对话里', '请从自己的对话列表进入。'],
    en: ['You are not in this conversation', 'Open it from your own list.'],
  },
  recallTooLate: {
    zh: ['超过 2 分钟，不能撤回', '可以再发一条说明。'],
    en: ['It can be recalled within 2 minutes only', 'Send a correction instead.'],
  },
  codeWrong: { zh: ['验证码不对', '还可以再试 {left} 次。'], en: ['The code is wrong', 'Tries left: {left}.'] },
  codeExpired: { zh: ['验证码已失效', '请重新获取。'], en: ['The code has expired', 'Ask for a new one.'] },
  phoneInvalid: { zh: ['手机号不对', '请填写 11 位手机号。'], en: ['This is not a phone number', 'Give an 11-digit mobile number.'] },
  passwordWrong: {
    zh: ['账号或密码不对', '请再试，或请店主重设密码。'],
    en: ['Name or password is wrong', 'Try again, or ask the owner to reset it.'],
  },
  passwordWeak: {
    zh: ['密码太简单', '至少 8 个字符，别太常见，也别和登录名、姓名、店名太像。'],
    en: ['The password is too weak', 'At least 8 characters, not a common one, and not much like the login, your name or the shop’s.'],
  },
  linkUsed: { zh: ['这个链接已用过或已过期', '请重新获取链接。'], en: ['This link was used or has expired', 'Ask for a new link.'] },
  nameTaken: { zh: ['这个登录名已被使用', '请换一个。'], en: ['This login name is taken', 'Choose another.'] },
  lastOwner: { zh: ['店铺至少要有一位店主', '请先设另一位店主。'], en: ['A shop needs at least one owner', 'Make another owner first.'] },
  featureOff: {
    zh: ['店铺现在没有开通这个功能', '请换个方式联系店铺；店主可以在设置里打开。'],
    en: ['The shop has switched this off', 'Reach the shop in another way; its owner can switch it on in settings.'],
  },
  practiceOnly: {
    zh: ['只有练习店铺可以拨动时钟', '请用 CLOCK=… npm start 启动练习店铺。'],
    en: ['Only a practice shop’s clock can be moved', 'Start a practice shop with CLOCK=… npm start.'],
  },
  unpaidOrders: {
    zh: ['您已有 {count} 个订单还没付款', '请先付款或取消其中一个。'],
    en: ['You have unpaid orders already ({count})', 'Pay or cancel one of them first.'],
  },
  noOnlinePayment: {
    zh: ['这家店还没有接通网上支付', '请在店里付款，由店员收取。'],
    en: ['This shop takes no payment online yet', 'Pay in the shop; staff record it.'],
  },
  fileType: {
    zh: ['不支持这种文件', '请上传 JPG、PNG 或 WebP 图片。'],
    en: ['This kind of file is not accepted', 'Upload a JPG, PNG or WebP picture.'],
  },
  fileBroken: { zh: ['文件已损坏或过大', '请换一个文件。'], en: ['The file is broken or too large', 'Choose another file.'] },
  clipType: {
    zh: [
      '不是所有手机都能播放这段视频',
      '请用手机重新拍；iPhone 请先在“设置 → 相机 → 格式”里选“兼容性最佳”。已经拍好的，用微信发给自己，再存下来上传。',
    ],
    en: [
      'Not every phone can play this video',
      'Film it again with a phone; on an iPhone choose Settings → Camera → Formats → Most Compatible first. One you have already: send it to yourself in a messenger, save it from there, and upload that.',
    ],
  },
  clipLong: {
    zh: ['视频太长或太大（最多 {seconds} 秒、{limit}）', '请在手机相册里剪短；或用微信发给自己，再存下来上传。'],
    en: [
      'The video is too long or too large (at most {seconds} s and {limit})',
      'Trim it in your phone’s photo album; or send it to yourself in a messenger and upload what you get.',
    ],
  },
  importErrors: {
    zh: ['有 {count} 行有错，什么都没有导入', '请下载错误表，改好后再试。'],
    en: ['Rows with errors: {count}. Nothing was imported', 'Download the list of errors, mend them and try again.'],
  },
  importCurrency: {
    zh: ['价格列是 {currency}，不是人民币', '请选择：按汇率换算，或不导入价格。'],
    en: ['The price column is in {currency}, not yuan', 'Choose a rate to convert it, or leave prices out.'],
  },
  importChanged: {
    zh: ['导入之后有人改过它，没有动', '不要了的话，请在库存里移走。'],
    en: ['It was changed after the import and was left as it is', 'Take it out in stock if it isn’t wanted.'],
  },
  importUndoClaimed: {
    zh: ['{sku} 的单件已被订单 {order} 占用', '请先处理该订单。'],
    en: ['A unit of {sku} is claimed by order {order}', 'Deal with that order first.'],
  },
  notEnough: {
    zh: ['这段时间只剩 {free} 件', '{freeFrom} 起数量够；也可以少租几件，或换一款。'],
    en: ['Only {free} left in that time', 'There are enough from {freeFrom}; or take fewer, or choose another.'],
    none: {
      zh: ['这段时间已经租完', '{freeFrom} 起有空；也可以换个时间，或换一款。'],
      en: ['All are taken in that time', 'Free again from {freeFrom}; or choose another time, or another one.'],
    },
  },
  notEnoughEver: {
    zh: ['最多只有 {free} 件', '请减少数量，或换一款。'],
    en: ['There are only {free} in all', 'Take fewer, or choose another.'],
    none: { zh: ['已经一件也没有了', '请换一款。'], en: ['None is left', 'Choose another.'] },
  },
  promised: {
    zh: ['其中 {count} 件已经租出或被订走', '数量不能比这个少；先收回或取消订单再改。'],
    en: ['Out or promised of them: {count}', 'The number can’t be lower; take them back or cancel the orders first.'],
  },
  notForRent: { zh: ['这款不出租', '可以购买，或换一款。'], en: ['This one is not for rent', 'Buy it, or choose another.'] },
  notForSale: { zh: ['这款不出售', '可以租用，或换一款。'], en: ['This one is not for sale', 'Rent it, or choose another.'] },
  spanInvalid: {
    zh: ['归还时间要晚于取用时间', '请重新选择时间。'],
    en: ['The return must lie after the collection', 'Choose the times again.'],
  },
  spanPast: { zh: ['归还时间已经过去', '请选择之后的时间。'], en: ['The return lies in the past', 'Choose a later time.'] },
  spanLength: { zh: ['租期要在 {min} 到 {max} 之间', '请调整租期。'], en: ['A rental lasts from {min} to {max}', 'Change the length.'] },
  noPrice: { zh: ['这款还没有定价', '请店主先设价格。'], en: ['It has no price yet', 'The owner has to set one first.'] },
  sheetOutdated: {
    zh: ['费用单已有新版本（第 {version} 版）', '请看新版本后再确认。'],
    en: ['There is a newer fee sheet (version {version})', 'Look at it and confirm that one.'],
  },
  wrongState: { zh: ['现在不能这样做（{state}）', '{hint}'], en: ['Not possible now ({state})', '{hint}'] },
  amountMismatch: {
    zh: ['金额不对，应为 {amount}', '请按应付金额支付。'],
    en: ['The amount is wrong, due is {amount}', 'Pay the amount due.'],
  },
  unitUnknown: {
    zh: ['没有这个编号的单件：{code}', '请检查标签，或在库存里添加。'],
    en: ['No unit has the code {code}', 'Check the label, or add it in stock.'],
  },
  unitWrongVariant: {
    zh: ['{code} 是 {name}，订单要的不是它', '请拿对应的商品。'],
    en: ['{code} is {name}; the order asks for another', 'Take the right one.'],
  },
  unitBusy: { zh: ['{code} 在别的订单里', '请换一件。'], en: ['{code} belongs to another order now', 'Take another one.'] },
  unitDown: {
    zh: ['{code} 停用中（损坏）', '请换一件；修好了，先在库存里点“可以再用”。'],
    en: ['{code} is out of use (damaged)', 'Take another one. Once it is mended, tap “Can be used again” in the stock.'],
  },
  scanCount: {
    zh: ['{name} 要扫 {needed} 件，扫了 {scanned} 件', '请逐件扫标签，一件也别少、也别多。'],
    en: ['{name}: {needed} to scan, {scanned} scanned', 'Scan each piece that goes, no more and no fewer.'],
  },
  unitNotOut: { zh: ['{code} 没有借出', '请检查标签。'], en: ['{code} is not out', 'Check the label.'] },
  undoTooLate: {
    zh: ['已超过可撤销的时间', '请改做相反的一步，例如重新借出或归还。'],
    en: ['The time for undoing is over', 'Do the opposite step instead: hand out again, or take back.'],
  },
  refundTooMuch: { zh: ['最多只能退 {left}', '请减少金额。'], en: ['At most {left} can be refunded', 'Give back less.'] },
  notConfirmed: {
    zh: ['费用单还没有确认', '请顾客先在对话里确认费用单。'],
    en: ['The fee sheet is not confirmed yet', 'The customer confirms it in the conversation first.'],
  },
  notPaid: { zh: ['还没有付款', '请先收款，再继续。'], en: ['It is not paid yet', 'Take the payment first.'] },
  alreadyPaid: { zh: ['已经付过款', '不用再付。'], en: ['It is paid already', 'Nothing more to pay.'] },
  notCheckedOut: { zh: ['物品还没有取走', '请先扫码借出。'], en: ['Nothing has been handed over yet', 'Check the goods out first.'] },
  alreadyOut: {
    zh: ['要租的都已取走', '请检查扫的是不是这张订单。'],
    en: ['Everything on it is out already', 'Make sure this is the right order.'],
  },
  stillOut: { zh: ['还有物品没有归还', '请先扫码归还。'], en: ['Goods are still out', 'Check them in first.'] },
  handedOver: {
    zh: ['已有物品交给顾客，不能取消', '没取的，请店员登记为“不取了”。'],
    en: ['Some of it has been handed over already', 'Staff can record that the rest will not be collected.'],
  },
  notCollected: {
    zh: ['还有物品没有取走', '请先交给顾客，或登记为“不取了”。'],
    en: ['Some of it has not been collected', 'Hand it over first, or record that it will not be collected.'],
  },
  forgone: {
    zh: ['没取的已登记为“不取了”', '还要的话，请重新下单。'],
    en: ['The rest was recorded as not collected', 'If it is wanted after all, place a new order.'],
  },
  cancelInstead: {
    zh: ['这张订单还没有付款', '不要了，直接取消订单。'],
    en: ['This order is not paid', 'Cancel the order if it isn’t wanted.'],
  },
  cancelTooLate: {
    zh: ['取货时间已到，不能自己取消', '请在对话里联系店家。'],
    en: ['The time of collection has come; it can’t be cancelled from here', 'Ask the shop in the conversation.'],
  },
  overpaid: {
    zh: ['多付的钱还没有退', '退了以后再确认结算。'],
    en: ['What was paid too much has not gone back yet', 'Confirm the settlement once it has.'],
  },
  refundDone: { zh: ['这笔钱已经退了', '不用再退。'], en: ['This money has gone back already', 'Nothing more to give back.'] },
  notReturned: { zh: ['物品还没有归还', '请先扫码归还。'], en: ['The goods are not back yet', 'Check them in first.'] },
  alreadyReturned: { zh: ['物品已经归还', '请检查标签。'], en: ['It is back already', 'Look at the label.'] },
  notInspected: { zh: ['归还的物品还没有验收', '请先验收。'], en: ['What came back is not inspected yet', 'Inspect it first.'] },
  alreadyInspected: { zh: ['已经验收过', '请看结算单。'], en: ['It is inspected already', 'See the settlement.'] },
  notProposed: { zh: ['还没有结算单', '请等验收完成。'], en: ['There is no settlement yet', 'Wait for the inspection.'] },
  alreadySettled: { zh: ['已经结算', '请看结算单。'], en: ['It is settled already', 'See the settlement.'] },
  orderOver: { zh: ['订单已经结束', '需要的话请重新下单。'], en: ['The order is over', 'Place a new one if needed.'] },
  codeTaken: {
    zh: ['编号 {code} 已属于 {unit}', '请检查标签，或换一个编号。'],
    en: ['The code {code} belongs to {unit} already', 'Check the label, or choose another code.'],
  },
  labelTaken: {
    zh: ['款式「{label}」已有（{sku}）', '请写清这一款和别的有什么不同，比如长度、尺码、左右手。'],
    en: ['There is a variant “{label}” already ({sku})', 'Say what tells this one apart: a length, a size, a hand.'],
  },
  skuTaken: {
    zh: ['SKU {sku} 已存在', '请换一个或更新原商品。'],
    en: ['SKU {sku} exists already', 'Choose another or update that product.'],
  },
} satisfies Record<string, Entry>

export type RefusalCode = keyof typeof table
export type Locale = 'zh' | 'en'
export const refusalCodes = Object.keys(table) as RefusalCode[]

export function refuse(code: RefusalCode, values?: Record<string, string | number>, retryAfterMs?: number): Refusal {
  return { code, ...(values && { values }), ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** The refusal's words, its values filled in. */
export function worded(refusal: Refusal, locale: Locale): WordedRefusal {
  const entry: Entry = table[refusal.code]
  const words = (refusal.values?.['free'] === 0 && entry.none ? entry.none : entry)[locale]
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(refusal.values?.[name] ?? ''))
  return { ...refusal, message: fill(words[0]), remedy: fill(words[1]) }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && value.code in table
}
