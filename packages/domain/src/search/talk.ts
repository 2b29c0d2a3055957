/**
 * What a customer says around the thing she looks for: `想租一根3米6左右的海竿有没有`. Taking out too much only parts a word, and its
 * parts still have to stand in what is found.
 */
const TALK = new RegExp(
  [
    '请问|您好|你好|老板|[您你]们?(?:店里?|这[里儿]|那[里儿])|有没有?|有吗|什么|哪[些种个款]|怎么[租卖]?|多少钱|多少|价[格钱]',
    '给我们?|我们?|帮|推荐|介绍|可以|能不能|出租|卖|(?:想要?|需要|要|找|看|来|租[用借赁]?|借|购?买)(?:[根支只把顶个张条套件双](?!人))?',
    '[一二两三四五六七八九十几\\d]+[根支只把顶个张条套件台盏双副款种](?![装\\p{Script=Latin}])',
    '左右|上下|大概|大约|差不多|之间|的|了|吗|呢|吧|啊|呀|嘛|适合|用|款|有|和|或者?|跟',
    String.raw`(?<![\p{L}\d-])(?:an?|the|for|of|to|with|and|or|any|some|about|around|i|we|me|my|you|your|do|does|is|are|have|has|got|want|need|looking|look|would|like|please|rent|rental|rentals|hire|buy|how|much|what|which|in|on)(?![\p{L}\d-])`,
  ].join('|'),
  'gu',
)

/** The words that are left to look for, Chinese ones and others apart: `ML直柄` is two. `text` is made plain. */
export function withoutTalk(text: string): string[] {
  const words = text.replace(TALK, ' ').match(/\p{Script=Han}+|[^\p{Script=Han}\s，。！？、；：“”「」,;:?!"()（）]+/gu)
  return (words ?? []).filter((word) => /[\p{L}\d]/u.test(word)).map((word) => word.replaceAll('×', 'x'))
}
