import type { SpecName, SpecUnit, WrittenUnit } from '@bobber/protocol'
import type { Kind } from './kinds.ts'

/** What a figure may be: an attribute, the units it is written in (none: a plain number), and its bounds in the canonical unit. */
export interface Meaning {
  readonly name: SpecName
  readonly unit: SpecUnit
  readonly written: readonly WrittenUnit[]
  readonly least: number
  readonly most: number
  /** one number, a range (7-28 g), or either */
  readonly shape: 'one' | 'range' | 'either'
}

/** A meaning that a word makes sure. */
export interface Worded extends Meaning {
  readonly words: string
  readonly kinds: readonly Kind[] | null
}

type Bounds = readonly [least: number, most: number]
const METRES: readonly WrittenUnit[] = ['m', 'cm', 'mm', 'in', 'ft']
const GRAMS: readonly WrittenUnit[] = ['g', 'kg', '斤', 'lb']
const MILLIMETRES: readonly WrittenUnit[] = ['mm', 'cm']
const ANY: Bounds = [0, Infinity]

function meaning(
  name: SpecName,
  unit: SpecUnit,
  written: readonly WrittenUnit[],
  [least, most]: Bounds = ANY,
  shape: Meaning['shape'] = 'one',
): Meaning {
  return { name, unit, written, least, most, shape }
}

function worded(words: string, ...[name, unit, written, bounds, shape = 'either']: Parameters<typeof meaning>): Worded {
  return { ...meaning(name, unit, written, bounds, shape), words, kinds: null }
}

/**
 * Words that stand before a figure and are all that stands there (收缩 112 cm), or right behind it (112 cm closed). The whole of what
 * stands there has to be one of them: 竿袋长 and 包装重量 are neither a rod's length nor its weight.
 */
export const wordedMeanings: readonly Worded[] = [
  worded('舒适(?:温度|温标)?|(?:t[- ]?)?comfort(?: temp(?:erature)?)?', 'comfort', 'Cel', ['℃'], [-60, 40], 'one'),
  worded('(?:舒适)?下限(?:温度|温标)?|限制温度|(?:lower |t[- ]?)?limit', 'limit', 'Cel', ['℃'], [-60, 40], 'one'),
  worded('极[限端](?:温度|温标)?|extreme', 'extreme', 'Cel', ['℃'], [-60, 40], 'one'),
  worded(
    '(?:收[缩竿纳起合拢]?|折叠|缩合|携带|仕舞)后?(?:长度?|尺寸)?|收长|缩长|单?节长|(?:closed|collapsed|folded|packed|transport)(?: length)?',
    'closedLength',
    'm',
    METRES,
  ),
  worded('网[头圈口](?:直径|宽)?|head|hoop', 'headSize', 'm', METRES),
  { ...worded('(?:适[用合])?竿长|(?:for )?rods?(?: of)?', 'rodLength', 'm', ['m', 'ft']), kinds: ['holder'] },
  worded('(?:适[用合]|建议|推荐)身高|身高|(?:user|body) height', 'userHeight', 'm', ['cm', 'm'], [0.5, 2.5]),
  worded('厚度?|thick(?:ness)?', 'thickness', 'm', ['cm', 'mm', 'in'], [0, 0.5]),
  worded('线径', 'lineDiameter', 'mm', MILLIMETRES, [0, 5]),
  worded('[先梢稍尖]径|tip(?: diameter)?', 'tipDiameter', 'mm', MILLIMETRES, [0, 20]),
  worded('[元底尾]径|butt(?: diameter)?', 'buttDiameter', 'mm', MILLIMETRES, [0, 60]),
  worded('[铝碳帐支营]?(?:合金)?杆(?:直?径|粗)?|(?:tent )?poles?(?: diameter)?', 'poleDiameter', 'mm', MILLIMETRES, [3, 60]),
  worded(
    '(?:帐底|底[布部]|地布|防水底)\\s*(?:防水|[静抗耐]?水压)?|(?:bathtub )?floor|groundsheet',
    'floorHydrostaticHead',
    'mm[H2O]',
    MILLIMETRES,
    [300, 60_000],
  ),
  worded(
    '外帐(?:防水)?|[静抗耐防]?水压|(?:防水(?:指数|系数|等级|性能?|压)?|耐水压?)(?: ?pu)?|pu|outer(?: tent)?|fly(?:sheet)?|hydrostatic head|hh|waterproof(?:ness|ing)?',
    'hydrostaticHead',
    'mm[H2O]',
    MILLIMETRES,
    [300, 60_000],
  ),
  worded('[竿漂全总]?长度?|展开(?:长度?)?|(?:total )?length|long', 'length', 'm', METRES),
  worded('线长', 'lineLength', 'm', ['m']),
  worded('(?:最大)?(?:刹车|[卸泄]力|制动)[力值]?|(?:max(?:imum)? )?drag', 'drag', 'g', GRAMS),
  worded('拉力[值]?|强力|破断(?:力|强力)?|断裂强度|(?:breaking )?strength', 'strength', 'g', GRAMS),
  worded('(?:最大)?(?:承重|载重|承载|负重|负载|限重)|(?:max(?:imum)? )?load(?: capacity)?|weight limit', 'maxLoad', 'g', GRAMS),
  worded('吃铅量?|lead', 'lead', 'g', ['g']),
  worded('(?:适[用合]|建议|推荐)?(?:拟?饵重?量?|抛投重量|抛重)|(?:lure|casting)(?: w(?:eigh)?t)?', 'lureWeight', 'g', ['g']),
  worded('(?:充绒|填充|羽?绒重?)量?|(?:down )?fill(?: weight)?|down', 'fillWeight', 'g', ['g', 'kg']),
  worded('净重|净含量|net(?: w(?:eigh)?t)?', 'netWeight', 'g', GRAMS),
  worded('[自竿轮总]?重量?|w(?:eigh)?t|weighs', 'weight', 'g', GRAMS),
  worded('容[量积]|volume|capacity', 'volume', 'L', ['L', 'ml']),
  worded('(?:电池)?容量|电池|battery', 'battery', 'mA.h', ['mAh']),
  worded('(?:最大)?功率|火力|power(?: output)?', 'powerOutput', 'kW', ['kW', 'W']),
  worded('亮度|光通量|brightness', 'luminousFlux', 'lm', ['lm']),
  worded(
    '面料|布料|fabric|(?:高密|防撕裂|格子)?(?:尼龙|牛津|涤纶|塔夫绸?)布?|(?:ripstop )?(?:nylon|polyester|oxford)',
    'fabric',
    '[den]',
    ['D'],
    [10, 3000],
  ),
  worded('抛投|cast', 'casting', '号', ['号']),
  worded('钩号|hook(?: size)?', 'hookNumber', '#', ['号', '#']),
  worded('(?:适[用合])?线号|pe|(?:pe )?line', 'lineNumber', '号', ['号'], [0, 60]),
  worded('(?:适[用合])?线号|pe', 'lineNumber', '号', [], [0, 60]),
  worded('鞋码|(?:适[用合])?码数|shoe(?: size)?|eu', 'shoeSize', '1', [], [15, 52]),
  worded('蓬松度|fill power', 'fillPower', '1', [], [300, 1200]),
  worded('速比|齿轮比|传动比|(?:gear )?ratio', 'gearRatio', '1', [], [1, 20]),
  worded('节数|sections?', 'sections', '1', [], [1, 30]),
  worded('导?环数|导环|(?:rings?|guides?)', 'rings', '1', [], [1, 30]),
  worded('(?:适[用合])?人数|persons?|sleeps', 'persons', '1', [], [1, 20]),
  { ...worded('r(?:[- ]?值|[- ]?value)?|热阻值?', 'rValue', '1', [], [0.1, 15], 'one'), kinds: ['mat'] },
  worded('r[- ]?值|r[- ]value', 'rValue', '1', [], [0.1, 15], 'one'),
]

/** Nouns that stand right behind the number they count. */
export const countedMeanings: readonly Worded[] = [
  worded('个?导?环(?![保境绕形扣])|(?:rings?|guides?)(?![a-z])', 'rings', '1', [], [1, 30]),
  {
    ...worded('节(?![能约省长目日电])|[- ]?sections?(?![a-z])', 'sections', '1', [], [1, 30]),
    kinds: ['rod', 'lureRod', 'rockRod', 'net', 'trekkingPole', 'holder', 'tarp', 'tent'],
  },
  worded('枚|pcs(?![a-z])|pieces?(?![a-z])|[只支个片]装', 'pieces', '1', [], [1, 10_000], 'one'),
  worded('季(?![度节])|[- ]?seasons?(?![a-z])', 'seasons', '1', [], [1, 4]),
  worded('个?人(?![工造体民])|[- ]?persons?(?![a-z])|[- ]?people(?![a-z])', 'persons', '1', [], [1, 20]),
  { ...worded('p(?![a-z])', 'persons', '1', [], [1, 12]), kinds: ['tent', 'tarp', 'furniture', 'sleepingBag', 'mat'] },
  worded('fp(?![a-z])|蓬松?度?|cuin', 'fillPower', '1', [], [300, 1200], 'one'),
  { ...worded('码', 'shoeSize', '1', [], [15, 52]), kinds: ['snowshoe'] },
]

/** What a figure is of when no word says it, by the kind of product. */
const rod = [
  meaning('length', 'm', ['m', 'ft'], [0.5, 20]),
  // Few centimetres are a rod put together.
  meaning('length', 'm', ['cm'], [1.5, 20]),
  meaning('weight', 'g', ['g'], [40, 3000]),
]
const grams = (least: number, most: number): Meaning => meaning('weight', 'g', ['g', 'kg', '斤', 'lb'], [least, most])
const waterColumn = meaning('hydrostaticHead', 'mm[H2O]', ['mm'], [300, 60_000])
const fabric = meaning('fabric', '[den]', ['D'], [10, 3000])
const volume = meaning('volume', 'L', ['L', 'ml'], [0, 1000], 'either')

const bareMeanings: Readonly<Record<Kind, readonly Meaning[]>> = {
  holder: [],
  fuel: [],
  rod,
  lureRod: [...rod, meaning('lureWeight', 'g', ['g'], [0, 600], 'range')],
  rockRod: [...rod, meaning('rodNumber', '号', ['号'], [0, 30])],
  reel: [meaning('weight', 'g', ['g'], [80, 3000]), meaning('size', '1', [], [500, 30_000])],
  lure: [meaning('weight', 'g', ['g'], [0, 500])],
  bait: [meaning('netWeight', 'g', ['g', 'kg', '斤'])],
  line: [
    meaning('lineLength', 'm', ['m']),
    meaning('lineNumber', '号', ['号'], [0, 60]),
    meaning('lineDiameter', 'mm', ['mm'], [0, 5]),
    meaning('strength', 'g', ['lb', 'kg'], [0, 200_000]),
  ],
  hook: [meaning('hookNumber', '#', ['号', '#'])],
  float: [meaning('lead', 'g', ['g'], [0, 100], 'either'), meaning('length', 'm', ['cm'], [0.05, 1])],
  net: [meaning('length', 'm', ['m'], [0.5, 10]), meaning('weight', 'g', ['g'], [100, 5000])],
  sleepingBag: [grams(200, 6000)],
  mat: [meaning('thickness', 'm', ['cm', 'in'], [0, 0.3]), grams(50, 10_000)],
  tarp: [waterColumn, fabric, grams(100, 60_000)],
  tent: [waterColumn, fabric, grams(300, 60_000)],
  trekkingPole: [
    meaning('length', 'm', ['cm'], [0.4, 1.8], 'range'),
    meaning('length', 'm', ['cm'], [0.9, 1.8]),
    meaning('weight', 'g', ['g'], [80, 1000]),
  ],
  snowshoe: [meaning('length', 'm', ['in', 'cm'], [0.3, 1.2]), grams(300, 5000)],
  rope: [meaning('length', 'm', ['m'], [1, 300])],
  light: [meaning('luminousFlux', 'lm', ['lm']), meaning('battery', 'mA.h', ['mAh']), meaning('powerOutput', 'kW', ['W']), grams(20, 5000)],
  stove: [meaning('powerOutput', 'kW', ['kW', 'W']), volume, grams(20, 15_000)],
  pack: [volume, fabric, grams(100, 8000)],
  furniture: [grams(200, 20_000)],
  box: [volume, grams(200, 20_000)],
}

export function bareMeaningsOf(kind: Kind | null): readonly Meaning[] {
  return kind === null ? [volume, meaning('luminousFlux', 'lm', ['lm']), meaning('battery', 'mA.h', ['mAh'])] : bareMeanings[kind]
}
