import { refuse, worded } from '@bobber/protocol'
import { expect, it } from 'vitest'
import { linkUse } from './link-use.ts'

it('K19 a shown link is used once the server says so, and is known by the name it told before', () => {
  const shown = linkUse({ name: '林女士', same: false }, { used: false, name: null })
  expect(shown).toEqual({ used: false, name: '林女士' })
  expect(linkUse(worded(refuse('offline'), 'zh'), shown)).toEqual(shown)
  expect(linkUse(worded(refuse('linkUsed'), 'zh'), shown)).toEqual({ used: true, name: '林女士' })
  expect(linkUse(worded(refuse('linkUsed'), 'zh'), linkUse({ name: null, same: false }, shown))).toEqual({ used: true, name: null })
})
