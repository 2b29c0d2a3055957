import { expect, test } from 'vitest'
import { masterKeyNotice } from './notice.ts'

test('V5 the notice names the file and says whether the key is new, in both languages', () => {
  const [first, again] = [true, false].map((isNew) => masterKeyNotice({ file: '/data/keys/master.key', isNew }).join('\n'))
  for (const notice of [first, again]) {
    expect(notice?.match(/\/data\/keys\/master\.key/g)).toHaveLength(2)
    expect(notice).toMatch(/另存[^]+Keep a copy/)
  }
  expect(first).toContain('已生成')
  expect(again).not.toContain('已生成')
})
