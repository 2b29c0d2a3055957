import { expect, test } from 'vitest'
import { Wire } from './wire.ts'

/** A connected wire, and what each end heard. */
function connected() {
  const heard = { up: [] as string[], down: [] as string[] }
  const wire = new Wire({ opened: () => undefined, heard: (text) => heard.down.push(text), closed: () => heard.down.push('closed') })
  wire.accept({ receive: (text) => heard.up.push(text), closed: () => heard.up.push('closed') })
  return { wire, heard }
}

function handAll(wire: Wire): void {
  while (wire.upWaiting > 0) wire.handUp()
  while (wire.downWaiting > 0) wire.handDown()
}

test('SDK21 a single frame gets lost only where its sender says it again', () => {
  const { wire, heard } = connected()
  for (const t of ['changes', 'ack', 'changes']) wire.server.send(`{"t":"${t}"}`)
  for (const t of ['history', 'snapshot']) wire.client.send(`{"t":"${t}"}`)
  wire.loseOne('down', 0)
  wire.loseOne('down', 0)
  wire.loseOne('up', 0)
  handAll(wire)
  expect(heard).toEqual({ down: ['{"t":"changes"}', '{"t":"changes"}'], up: ['{"t":"history"}', '{"t":"snapshot"}'] })
})

test('SDK21 a way that goes dead carries what lay before that place, and nothing after it; nobody is told', () => {
  const { wire, heard } = connected()
  for (const text of ['one', 'two', 'three']) wire.server.send(text)
  wire.loseFrom('down', 1)
  wire.server.send('four')
  wire.client.send('hello')
  handAll(wire)
  expect([heard, wire.isOpen]).toEqual([{ down: ['one'], up: ['hello'] }, false])
})

test('SDK21 any frame may arrive twice', () => {
  const { wire, heard } = connected()
  for (const text of ['one', 'two']) wire.server.send(text)
  wire.client.send('hello')
  wire.repeatOne('down', 1)
  wire.repeatOne('up', 0)
  handAll(wire)
  expect(heard).toEqual({ down: ['one', 'two', 'two'], up: ['hello', 'hello'] })
})

test('SDK21 what waits on a wire is told in bytes, as a socket tells it', () => {
  const { wire } = connected()
  wire.server.send('浮漂')
  wire.server.send('ok')
  expect(wire.server.buffered()).toBe(8)
  wire.handDown()
  expect(wire.server.buffered()).toBe(2)
})
