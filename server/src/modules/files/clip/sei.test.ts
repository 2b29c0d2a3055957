import { expect, test } from 'vitest'
import { seiCutter } from './sei.ts'

const description = (lengthSize: number): Uint8Array => Uint8Array.of(1, 0x4d, 0x40, 0x0c, 0xfc | (lengthSize - 1), 0xe1)
const unit = (lengthSize: number, ...payload: number[]): number[] => [...Array(lengthSize - 1).fill(0), payload.length, ...payload]
const [sps, picture, sei] = [0x67, 0x65, 0x06]

test.each([1, 2, 4])('F11 what a camera writes between the pictures is cut out, lengths of %i bytes', (size) => {
  const cut = seiCutter(description(size))
  const wanted = Uint8Array.from([...unit(size, sps, 1, 2), ...unit(size, picture, 3)])
  const whole = Uint8Array.from([
    ...unit(size, sps, 1, 2),
    ...unit(size, sei, 5, 9, 9, 9),
    ...unit(size, picture, 3),
    ...unit(size, sei, 4),
  ])
  expect(cut(whole)).toEqual(wanted)
  expect(cut(wanted)).toEqual(wanted)
})

test('F12 a length that leads out of the picture is broken', () => {
  const cut = seiCutter(description(4))
  expect(() => cut(Uint8Array.of(0, 0, 0, 9, picture, 1))).toThrow('longer than its picture')
  expect(() => cut(Uint8Array.of(0xff, 0xff, 0xff, 0xff, picture))).toThrow('longer than its picture')
  expect(() => seiCutter(undefined)).toThrow('without its description')
})
