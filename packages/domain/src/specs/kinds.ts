/** What a product is, as far as that tells what a bare figure of it is of. */
export type Kind = (typeof kinds)[number][0]

/** Of those that end at the same place the first one counts: 路亚饵 is no bait and 竿架 no rod. */
const kinds = [
  ['holder', /竿袋|竿包|竿筒|竿[架托]|支架|炮台|护竿|失手绳|rod (?:holder|bag|rack|case)/],
  ['fuel', /气罐|燃[气料]|酒精|木?炭(?!素)|\bfuel\b/],
  ['lureRod', /路亚[竿杆]|[直枪]柄|\b(?:lure|casting|spinning) rods?\b/],
  ['rockRod', /[矶磯]钓?[竿杆]/],
  ['rod', /竿|[钓鱼海溪]杆|\brods?\b/],
  ['reel', /[渔鱼车滴鼓线钓]轮|\breels?\b/],
  ['lure', /路亚饵|[拟假软硬]饵|米诺|亮片|铁板|\blures?\b/],
  ['bait', /饵|\bbaits?\b/],
  ['line', /[渔鱼主子母pe]线|尼龙线|碳线|编织线|\bfishing lines?\b/],
  ['hook', /钩|\bhooks?\b/],
  ['float', /浮漂|浮标|[立钓]漂|\bfloats?\b/],
  ['net', /抄网|\blanding nets?\b/],
  ['sleepingBag', /睡袋|sleeping bags?|\bquilts?\b/],
  ['mat', /防潮垫|充气垫|泡沫垫|睡垫|蛋巢垫|\b(?:sleeping )?(?:mats?|pads?)\b/],
  ['tarp', /天幕|\btarps?\b/],
  ['tent', /帐|\btents?\b/],
  ['trekkingPole', /[登徒手]山?步?杖|\b(?:trekking|hiking) poles?\b/],
  ['snowshoe', /雪鞋|\bsnowshoes?\b/],
  ['rope', /绳|\bropes?\b/],
  ['light', /灯|照明|\b(?:lanterns?|headlamps?|lamps?)\b/],
  ['stove', /炉|炊具|\bstoves?\b/],
  ['pack', /背包|登山包|日包|徒步包|\b(?:back|day)?packs?\b/],
  ['furniture', /[桌椅凳床]|\b(?:chairs?|tables?|cots?)\b/],
  ['box', /箱|桶|\b(?:box|cooler)\b/],
] as const satisfies readonly (readonly [string, RegExp])[]

const patterns = kinds.map(([kind, said]) => ({ kind, said: new RegExp(said, 'gu') }))

/** The name says it, or else the category; null: neither. Both made plain. */
export function kindOf(category: string, name: string): Kind | null {
  // 海竿套装 含支架 is a rod, 三季帐「橘灯」 a tent.
  return lastKind(name.replace(/[「“"(].*?[」”")]|(?<=.)[含送配带附].*/gu, ' ')) ?? lastKind(category)
}

/** A noun stands at the end of what tells it more closely: 帐篷灯 is a light. */
function lastKind(text: string): Kind | null {
  let last: { kind: Kind; end: number } | null = null
  for (const { kind, said } of patterns) {
    const match = [...text.matchAll(said)].at(-1)
    const end = match ? match.index + match[0].length : 0
    if (end > (last?.end ?? 0)) last = { kind, end }
  }
  return last?.kind ?? null
}
