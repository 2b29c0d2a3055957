import { isRefusal } from '@bobber/protocol'
import { countingIds } from '@bobber/testkit/ids'
import { expect, test } from 'vitest'
import type { Asker, Nobody } from '../../platform/deps.ts'
import { createBodies } from './bodies.ts'

const MiB = 1024 * 1024
const newId = countingIds(18)
const shopId = newId()
const someone = (what: Asker['class']): Asker => ({
  shopId,
  personId: newId(),
  class: what,
  roles: what === 'staff' ? ['warehouse'] : [],
  sessionId: newId(),
  locale: 'zh',
})
const nobody: Nobody = { shopId, personId: null, class: 'nobody', roles: [], sessionId: null, locale: 'zh' }
const announced = (bytes: number) => ({ 'content-length': String(bytes) })
const outcome = (admitted: unknown): string => (isRefusal(admitted) ? admitted.code : 'read')

test('H9 each is told the most that he may send, before it is read', () => {
  const bodies = createBodies()
  const limits = [
    [nobody, 'password.signIn', 16 * 1024],
    [someone('guest'), 'enquiry.open', 256 * 1024],
    [someone('guest'), 'file.add', 8 * MiB],
    [someone('customer'), 'file.add', 20 * MiB],
    [someone('staff'), 'import.add', 60 * MiB],
  ] as const
  for (const [asker, name, most] of limits) {
    expect(outcome(bodies.admit(name, announced(most + 1), asker, 'a'))).toBe('tooLarge')
    const admitted = bodies.admit(name, announced(most), asker, 'a')
    expect(outcome(admitted)).toBe('read')
    if (!isRefusal(admitted)) admitted()
  }
})

test('H18 one session’s, one network’s and all visitors’ bodies together fill no more than their parts', () => {
  const bodies = createBodies()
  const add = (asker: Asker, network: string, bytes = 8 * MiB) => outcome(bodies.admit('file.add', announced(bytes), asker, network))
  const one = someone('guest')
  expect([add(one, 'a'), add(one, 'a'), add(one, 'a')]).toEqual(['read', 'read', 'busy'])
  expect([add(someone('guest'), 'a'), add(someone('guest'), 'a')]).toEqual(['read', 'busy'])
  // Forty more networks: eight bodies of 8 MiB are all that visitors get.
  const others = Array.from({ length: 40 }, (_, nth) => add(someone('customer'), `b${nth}`))
  expect(others.filter((each) => each === 'read')).toHaveLength(5)
  expect(add(someone('customer'), 'c', 20 * MiB)).toBe('busy')
  expect(add(someone('staff'), 'a', 20 * MiB)).toBe('read')
})

test('H18 staff fill no more than theirs, and a body that comes in pieces takes the most it may be', () => {
  const bodies = createBodies()
  const bring = (asker: Asker) => outcome(bodies.admit('import.add', { 'transfer-encoding': 'chunked' }, asker, 'a'))
  const one = someone('staff')
  expect([bring(one), bring(one), bring(someone('staff')), bring(someone('staff'))]).toEqual(['read', 'busy', 'read', 'busy'])
  expect(outcome(bodies.admit('guest.begin', announced(0), nobody, 'a'))).toBe('read')
})
