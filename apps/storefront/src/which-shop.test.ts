import { afterEach, expect, test } from 'vitest'
import { forgetPerson, keep, keepFor, keptOr } from './kept.ts'
import { slugOf } from './which-shop.ts'

afterEach(() => keepFor(undefined))
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

test('C13 the path says which shop, and the default one needs none', () => {
  expect(slugOf('/')).toBeUndefined()
  expect(slugOf('/s/lake/')).toBe('lake')
  expect(slugOf('/s/lake')).toBe('lake')
  expect(slugOf('/s/%E6%B9%96/')).toBe('湖')
  expect(slugOf('/s/%E6/')).toBe('%E6')
})

test('C13 what one shop’s page keeps, another’s neither sees nor forgets; how the page is liked holds for all', () => {
  keep('me', 'mine')
  keep('settings', 'large')
  keepFor('lake')
  expect(keptOr('me', text, 'nobody')).toBe('nobody')
  expect(keptOr('settings', text, 'normal')).toBe('large')
  keep('me', 'theirs')
  forgetPerson()
  expect(keptOr('me', text, 'nobody')).toBe('nobody')
  keepFor(undefined)
  expect(keptOr('me', text, 'nobody')).toBe('mine')
})
