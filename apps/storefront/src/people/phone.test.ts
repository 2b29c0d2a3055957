import { expect, test } from 'vitest'
import { normalPhone } from './phone.ts'

test.each(['13800138000', '138 0013-8000', '+86 138 0013 8000', '0086 13800138000', '１３８００１３８０００'])(
  'C5 %s is the same phone',
  (written) => {
    expect(normalPhone(written)).toBe('13800138000')
  },
)
