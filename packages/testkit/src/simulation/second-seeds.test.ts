import { test } from 'vitest'
import { expectSeedsHold } from './seeds.ts'

test('I1 I2 I3 I4 I5 hold on every device after any history: the second thousand seeds', { timeout: 120_000 }, () => expectSeedsHold(1_001))
