import type { ConversationView } from '@bobber/client/client'
import { describe, expect, it } from 'vitest'
import { placed, type Said, start, talk } from './talk.builders.ts'
import { asksForSomebody, countUp, mayPutAway, nextUnread, talksOf, waitOf } from './waiting.ts'

const at = (seconds: number) => start + seconds * 1000

describe('waitOf', () => {
  it('K1 counts from the oldest message that nobody answered', () => {
    const view = talk([
      { by: 'customer', at: 0 },
      { by: 'clerk', at: 10 },
      { by: 'customer', at: 20 },
      { by: 'customer', at: 50 },
    ])
    expect(waitOf(view, at(119))).toEqual({ since: at(20), seconds: 99, level: 'calm' })
    expect(waitOf(view, at(120))?.level).toBe('amber')
    expect(waitOf(view, at(199))?.level).toBe('amber')
    expect(waitOf(view, at(200))?.level).toBe('red')
  })
  it('K1 is answered by a message for her only: a note and a fact answer nobody', () => {
    expect(
      waitOf(
        talk([
          { by: 'customer', at: 0 },
          { by: 'clerk', at: 5, audience: 2 },
        ]),
        at(9),
      )?.since,
    ).toBe(at(0))
    expect(
      waitOf(
        talk([
          { by: 'customer', at: 0 },
          { by: 'clerk', at: 5, kind: 'order.placed' },
        ]),
        at(9),
      )?.since,
    ).toBe(at(0))
    expect(
      waitOf(
        talk([
          { by: 'customer', at: 0 },
          { by: 'clerk', at: 5 },
        ]),
        at(9),
      ),
    ).toBeNull()
    expect(waitOf(talk([]), at(9))).toBeNull()
  })
  it('K1 ends when the talk is put away, and begins anew with her next message', () => {
    const away: Said[] = [
      { by: 'customer', at: 0 },
      { by: 'clerk', at: 5, kind: 'conversation.resolved' },
    ]
    expect(waitOf(talk(away, {}, 'resolved'), at(9))).toBeNull()
    expect(waitOf(talk([...away, { by: 'customer', at: 7 }], {}, 'resolved'), at(9))?.since).toBe(at(7))
  })
  it('K1 counts up in minutes, then hours', () => {
    expect([0, 100, 725, 7800].map(countUp)).toEqual(['0:00', '1:40', '12:05', '2:10:00'])
  })
})

describe('inbox', () => {
  const mark = talk([]).mark
  const named = (conversationId: string, assigneeId: string | null, unread = 0, state: 'open' | 'resolved' = 'open') =>
    talk([], { conversationId, unread, mark: mark && { ...mark, conversationId, assigneeId, state } })
  const views = [named('a', 'me'), named('b', null, 2), named('c', 'other', 1), named('d', null, 0, 'resolved')]
  const ids = (list: ConversationView[]) => list.map((view) => view.conversationId)

  it('K2 sorts talks into mine, unassigned and all', () => {
    expect(ids(talksOf('mine', views, 'me'))).toEqual(['a'])
    expect(ids(talksOf('unassigned', views, 'me'))).toEqual(['b'])
    expect(ids(talksOf('all', views, 'me'))).toEqual(['a', 'b', 'c', 'd'])
  })
  it('K2 shows a talk that was put away again while something in it is unread or she waits', () => {
    const away: Said = { by: 'clerk', at: 5, kind: 'conversation.resolved' }
    const back = talk([away, { by: 'customer', at: 7 }], {}, 'resolved')
    const unread = talk([away], { unread: 1 }, 'resolved')
    expect(talksOf('unassigned', [back, unread, talk([away], {}, 'resolved')], 'me')).toEqual([back, unread])
  })
  it('K2 an order that staff wrote down asks for nobody until its customer writes; one placed online does', () => {
    const counter: Said = { by: 'clerk', at: 0, kind: 'order.placed', content: placed('counter') }
    const walkIn = talk([counter, { by: 'clerk', at: 3 }], { unread: 6 })
    expect(asksForSomebody(walkIn)).toBe(false)
    expect(talksOf('unassigned', [walkIn], 'me')).toEqual([])
    expect(talksOf('all', [walkIn], 'me')).toEqual([walkIn])
    expect(asksForSomebody(talk([counter, { by: 'customer', at: 5 }]))).toBe(true)
    expect(asksForSomebody(talk([{ ...counter, by: 'customer', content: placed('online') }]))).toBe(true)
    expect(asksForSomebody(talk([counter], { hasOlder: true }))).toBe(true)
    expect(asksForSomebody(talk([]))).toBe(true)
  })
  it('K2 a talk is put away, and again once its customer did something since', () => {
    const away: Said = { by: 'clerk', at: 5, kind: 'conversation.resolved' }
    expect(mayPutAway(talk([]))).toBe(true)
    expect(mayPutAway(talk([], { mark: null }))).toBe(false)
    const before: Said[] = [{ by: 'customer', at: 0 }, away]
    expect(mayPutAway(talk(before, {}, 'resolved'))).toBe(false)
    expect(mayPutAway(talk([...before, { by: 'clerk', at: 6 }], {}, 'resolved'))).toBe(false)
    expect(mayPutAway(talk([...before, { by: 'customer', at: 6 }, { by: 'clerk', at: 7 }], {}, 'resolved'))).toBe(true)
    expect(mayPutAway(talk([...before, { by: 'customer', at: 6 }, { ...away, at: 8 }], {}, 'resolved'))).toBe(false)
  })
  it('K2 goes to the next unread, around the end', () => {
    expect(nextUnread(views, null)).toBe('b')
    expect(nextUnread(views, 'b')).toBe('c')
    expect(nextUnread(views, 'c')).toBe('b')
    expect(nextUnread([named('a', null)], 'a')).toBeNull()
  })
})
