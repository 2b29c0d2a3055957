import { ManualClock } from '@bobber/testkit/clock'
import { beforeEach, expect, test } from 'vitest'
import { makeStage, type Stage, type Device } from './stage.ts'

let clock: ManualClock
let stage: Stage

beforeEach(async () => {
  clock = new ManualClock()
  stage = await makeStage(clock)
})

test('S11 presence is told to those who share a conversation and to the desk, once per change, and to nobody else', async () => {
  const [clerk, stranger] = [await stage.arrive('clerk'), await stage.arrive('stranger')]
  const ana = await stage.arrive('ana')
  const phone = await stage.arrive('ana')
  const told = (one: Device) =>
    one
      .of('presence')
      .filter((frame) => frame.personId === stage.ids.ana)
      .map((frame) => frame.state)
  expect(told(clerk)).toEqual(['online'])
  await ana.say({ t: 'presence', state: 'away' })
  expect(told(clerk)).toEqual(['online'])
  await phone.say({ t: 'presence', state: 'away' })
  expect(told(clerk)).toEqual(['online', 'away'])
  ana.session.closed()
  phone.session.closed()
  clock.advance(9_999)
  expect(told(clerk)).toEqual(['online', 'away'])
  clock.advance(1)
  expect(told(clerk)).toEqual(['online', 'away', 'offline'])
  expect(told(stranger)).toEqual([])
})

test('S11 a desk device that comes later is told who is there, any other who of those it shares a talk with', async () => {
  await stage.log.join(stage.ids.talk, stage.ids.guest, 'customer')
  const [ana, stranger, guest] = [await stage.arrive('ana'), await stage.arrive('stranger'), await stage.arrive('guest')]
  await ana.say({ t: 'presence', state: 'away' })
  const [clerk, phone] = [await stage.arrive('clerk'), await stage.arrive('ana')]
  const told = (one: Device) => one.of('presence').map((frame) => `${frame.personId} ${frame.state}`)
  expect(told(clerk).slice(0, 3).toSorted()).toEqual(
    [`${stage.ids.ana} away`, `${stage.ids.stranger} online`, `${stage.ids.guest} online`].toSorted(),
  )
  expect(told(phone)).toEqual([`${stage.ids.guest} online`])
  expect(told(guest)).toEqual([`${stage.ids.ana} online`, `${stage.ids.ana} away`, `${stage.ids.ana} online`])
  expect(told(stranger)).toEqual([])
})

test('S11 typing reaches the others in the conversation, and the desk where it looks in', async () => {
  const [ana, clerk, stranger, mate] = [
    await stage.arrive('ana'),
    await stage.arrive('clerk'),
    await stage.arrive('stranger'),
    await stage.arrive('mate'),
  ]
  await ana.say({ t: 'typing', conversationId: stage.ids.talk })
  await stranger.say({ t: 'typing', conversationId: stage.ids.talk })
  expect(clerk.of('typing')).toEqual([{ t: 'typing', conversationId: stage.ids.talk, personId: stage.ids.ana }])
  expect([ana.of('typing'), stranger.of('typing'), mate.of('typing')]).toEqual([[], [], []])
})

test('S11 typing in a talk of the team reaches its people, and nobody at the desk who isn’t one of them', async () => {
  const team = stage.newId()
  await stage.log.open({
    conversationId: team,
    kind: 'team',
    customerId: null,
    people: [
      { personId: stage.ids.mate, class: 'staff' },
      { personId: stage.ids.stranger, class: 'customer' },
    ],
  })
  const [clerk, mate, stranger] = [await stage.arrive('clerk'), await stage.arrive('mate'), await stage.arrive('stranger')]
  await mate.say({ t: 'typing', conversationId: team })
  await clerk.say({ t: 'typing', conversationId: team })
  expect([clerk.of('typing').length, mate.of('typing').length, stranger.of('typing').length]).toEqual([0, 0, 1])
})
