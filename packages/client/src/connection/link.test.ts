import { refuse, worded } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { Bench, changes, conversation, entry, gone, me, otherTalk, talk, text, welcome } from '../client.builders.ts'
import { delayMs } from './backoff.ts'

test('S6 SDK3 delays lie below a ceiling that doubles from 0.5 s to 20 s; the server’s own wait comes before the jitter', () => {
  const ceilings = Array.from({ length: 9 }, (_, attempt) => delayMs(attempt, 1))
  expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000])
  expect([delayMs(5, 0), delayMs(0, 0.5, 3_000)]).toEqual([0, 3_250])
})

test('S6 SDK3 a refused connection is tried again, ever later; being welcomed is not enough to start over', async () => {
  const bench = new Bench()
  const waits: number[] = []
  for (let nth = 0; nth < 4; nth++) {
    await bench.accept()
    await bench.say(welcome())
    await bench.close(4002)
    const before = bench.wires.length
    let waited = 0
    while (bench.wires.length === before) {
      await bench.pass(50)
      waited += 50
    }
    waits.push(waited)
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000])
})

test('S6 SDK3 a busy server names the wait, in a refusal of the hello or in the close reason', async () => {
  const bench = new Bench()
  await bench.accept()
  await bench.say({ t: 'refused', of: 'hello', refusal: worded(refuse('busy', undefined, 5_000), 'zh') })
  await bench.close(4002)
  await bench.pass(5_200)
  expect(bench.wires.length).toBe(1)
  await bench.pass(100)
  expect(bench.wires.length).toBe(2)
  await bench.accept()
  await bench.close(4002, '7000')
  await bench.pass(7_400)
  expect(bench.wires.length).toBe(2)
  await bench.pass(200)
  expect(bench.wires.length).toBe(3)
})

test('S6 SDK3 waking opens no connection before the moment that a busy server named', async () => {
  const bench = await new Bench().live()
  await bench.close(4002, '7000')
  await bench.pass(6_900)
  bench.client.wake()
  expect(bench.wires.length).toBe(1)
  await bench.pass(100)
  bench.client.wake()
  expect(bench.wires.length).toBe(2)
})

test('S7 SDK4 how long the shop was silent is told, also over a cut; before its first word nothing is', async () => {
  const bench = new Bench()
  expect(bench.client.silentMs()).toBeNull()
  await bench.live()
  await bench.pass(12_000)
  expect(bench.client.silentMs()).toBe(12_000)
  await bench.close(1006)
  await bench.pass(100)
  expect(bench.client.silentMs()).toBe(12_100)
})

test('S7 SDK4 after 25 s of silence comes a ping, after 8 more a new socket; any frame counts as life', async () => {
  const bench = await new Bench().live()
  await bench.pass(20_000)
  await bench.say({ t: 'clock', now: 0 })
  await bench.pass(24_000)
  expect(bench.of('ping')).toEqual([])
  await bench.pass(1_500)
  expect(bench.of('ping').length).toBe(1)
  await bench.pass(7_000)
  expect(bench.wires.length).toBe(1)
  await bench.pass(1_500)
  expect(bench.wires.length).toBe(2)
})

test('SDK4 an answered ping keeps the socket', async () => {
  const bench = await new Bench().live()
  for (let nth = 1; nth <= 3; nth++) {
    await bench.pass(25_500)
    expect(bench.of('ping').length).toBe(nth)
    await bench.say({ t: 'pong' })
  }
  expect(bench.wires.length).toBe(1)
})

test('S6 SDK4 waking proves the line within 4 s, and opens one at once where none is open', async () => {
  const bench = await new Bench().live()
  bench.client.wake()
  await bench.pass(3_900)
  expect(bench.wires.length).toBe(1)
  await bench.pass(200)
  expect(bench.wires.length).toBe(2)
  bench.wire.accept(undefined)
  const tried = bench.wires.length
  bench.client.wake()
  expect(bench.wires.length).toBe(tried + 1)
})

test('S10 one connection per client, whatever it shows and asks for', async () => {
  const bench = await new Bench().live([entry(9, { prev: 8 })])
  const open = () => bench.wires.filter((wire) => wire.isOpen || wire.opening).length
  await bench.say(changes({ conversations: [conversation(otherTalk)], entries: [entry(9, { conversationId: otherTalk, prev: 8 })] }))
  for (const id of [talk, otherTalk]) {
    void bench.client.loadOlder(id)
    bench.client.send(id, text('hello'))
    bench.client.read(id, 9)
    bench.client.typing(id)
  }
  bench.client.subscribe(() => undefined)
  bench.answers({})
  await bench.client.call('product.list', {})
  await bench.flush()
  expect(bench.wires).toHaveLength(1)
  // Replaced again and again, and never two beside each other.
  for (const meanwhile of [() => bench.client.wake(), () => bench.wire.cut(), () => bench.client.wake()]) {
    meanwhile()
    expect(open()).toBeLessThanOrEqual(1)
    await bench.pass(5_000)
    expect(open()).toBeLessThanOrEqual(1)
  }
  await bench.signIn(me)
  bench.client.wake()
  await bench.flush()
  expect(open()).toBe(1)
})

test('SDK4 a connection without a welcome is given up after 10 s, and its late events are heard by nobody', async () => {
  const bench = new Bench()
  await bench.accept()
  const late = bench.wire
  await bench.pass(10_100)
  expect(bench.wires.length).toBe(2)
  late.server.send(JSON.stringify(welcome()))
  late.cut()
  await bench.flush()
  expect([bench.client.me(), bench.client.connection(), bench.wires.length]).toEqual([null, 'connecting', 2])
})

test('SDK5 gone ends all tries, until somebody signs in', async () => {
  const bench = await new Bench().live()
  await bench.close(gone)
  bench.client.wake()
  await bench.pass(600_000)
  expect([bench.client.connection(), bench.wires.length]).toEqual(['gone', 1])
  await bench.signIn(me)
  expect(bench.wires.length).toBe(2)
})

test('SDK18 a burst goes out at the pace a server bears, in order and whole', async () => {
  const bench = await new Bench().live()
  const before = bench.heard.length
  const talks = Array.from({ length: 90 }, (_, nth) => `00000000-0000-7000-8000-0000000e${String(nth).padStart(4, '0')}`)
  for (const id of talks) bench.client.typing(id)
  await bench.flush()
  expect(bench.heard.length - before).toBeLessThanOrEqual(40)
  const first = bench.heard.length
  await bench.pass(1_000)
  expect(bench.heard.length - first).toBeLessThanOrEqual(21)
  await bench.say(changes())
  await bench.pass(3_000)
  expect(bench.of('typing').map((frame) => frame.conversationId)).toEqual(talks)
})
