import type { Currency } from '@bobber/protocol'

/** What people write for a currency, beside its code. */
const words: Readonly<Record<Currency, string>> = {
  CNY: '¥|cn¥|yuan|renminbi|人民币|人民币元|元整|块|块钱',
  USD: '$|us$|dollar|dollars|us dollars|美元|美圆|美金|美刀',
  HKD: 'hk$|hong kong dollars|港币|港元|港圆|港纸',
  TWD: 'nt$|taiwan dollars|台币|新台币|新台币元',
  MOP: 'mop$|澳门币|澳门元|葡币',
  SGD: 's$|sg$|singapore dollars|新加坡元|新加坡币|新元|新币|坡币',
  AUD: 'a$|au$|australian dollars|澳元|澳币|澳刀|澳洲元|澳大利亚元',
  CAD: 'c$|ca$|canadian dollars|加元|加币|加刀|加拿大元',
  NZD: 'nz$|new zealand dollars|纽元|纽币|新西兰元|新西兰币',
  EUR: '€|euro|euros|欧元',
  GBP: '£|pound|pounds|英镑',
  JPY: 'jp¥|円|yen|日元|日圆|日币',
  KRW: '₩|won|韩元|韩圆|韩币',
  THB: '฿|baht|泰铢',
  MYR: 'ringgit|林吉特|令吉|马币',
}

const codes = new Map([
  ...Intl.supportedValuesOf('currency').map((code) => [code, code] as const),
  ['RMB', 'CNY'],
  ['CNH', 'CNY'],
  ['NTD', 'TWD'],
])
/** These are English words as well: a price of a cup is none in Cuban pesos. */
const alsoWords = new Set(['all', 'cup', 'gel', 'pen', 'top', 'try'])

interface Reading {
  readonly pattern: RegExp
  /** null: no currency after all */
  readonly read: (written: string, before: string) => Currency | null
}

const codeOf = new Map(Object.entries(words).flatMap(([code, list]) => list.split('|').map((word) => [word, code] as const)))
const whole = (word: string): string =>
  `${/^[a-z$]/.test(word) ? '(?<![a-z])' : ''}${word.replace('$', '\\$')}${/[a-z]$/.test(word) ? '(?![a-z])' : ''}`

/** In this order; what one has read, the next ones don't see. */
const readings: readonly Reading[] = [
  {
    pattern: new RegExp(
      [...codeOf.keys()]
        .toSorted((one, other) => other.length - one.length)
        .map(whole)
        .join('|'),
      'gi',
    ),
    read: (written) => codeOf.get(written.toLowerCase()) ?? null,
  },
  {
    // `priceAUD`, `price_aud`, `AUD 35`
    pattern: /(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])|(?<=[a-z])[A-Z]{3}(?![A-Za-z])/g,
    read: (written) => (alsoWords.has(written) ? null : (codes.get(written.toUpperCase()) ?? null)),
  },
  // Bare 元 is yuan, alone or after what names the price: 价格(元), 租金元. After anything else it is somebody else's: 加元, 万元.
  {
    pattern: /元(?!素)/g,
    read: (_, before) => (/(?:^|[^\p{Script=Han}]|[价格金租值费位为按])$/u.test(before) ? 'CNY' : null),
  },
  {
    pattern:
      /(?!单元)\p{Script=Han}{1,3}?[元圆币镑盾铢](?![素种别])|比索|克朗|法郎|卢[布比]|里拉|第纳尔|迪拉姆|里亚尔|雷亚尔|兰特|兹罗提/gu,
    read: (written) => written,
  },
  // Tenths and hundredths of a yuan would be taken for whole ones.
  { pattern: /(?<=^|[(:/\s\d])[分角毛](?=$|[)/\s])|(?<![a-z])(?:cents?|fen)(?![a-z])/gi, read: (written) => written },
  {
    pattern:
      /[a-z]{0,3}\p{Sc}|(?<![a-z])(?:kr|zł|rm|rs|fr|usdt|btc|bitcoin|franc|kron[aeor]|peso|rupee|rou?ble|rand|zloty|forint|lira|dirham|riyal)s?(?![a-z])/giu,
    read: (written) => written,
  },
]

/**
 * The currencies a price or its heading names, and what of the text is left without them, position for position. Each is an ISO 4217
 * code, or the word as it stands where no code is known for it. `text` is in NFKC.
 */
export function currenciesIn(text: string): { currencies: Currency[]; rest: string } {
  const currencies: Currency[] = []
  let rest = text
  for (const { pattern, read } of readings) {
    rest = rest.replace(pattern, (written: string, ...groups) => {
      const at = groups.find((group) => typeof group === 'number') ?? 0
      const currency = read(written, rest.slice(0, at))
      if (currency === null) return written
      currencies.push(currency)
      return ' '.repeat(written.length)
    })
  }
  return { currencies, rest }
}
