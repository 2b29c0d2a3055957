import { expect, test } from 'vitest'
import { deviceName } from './device-name.ts'
import { hashPassword, isWeak, passwordFits } from './passwords.ts'
import { maskedPhone, readPhone } from './phones.ts'
import { createTries } from './tries.ts'

test('P5 short, common, repeated, running and own-name passwords are weak; a sentence is not', async () => {
  for (const weak of ['1234567', 'password', 'Password', '11111111', 'abababab', 'abcdefgh', '87654321', 'qwertyuiop', 'boss2026']) {
    expect(await isWeak(weak, ['boss', '店主'])).toBe(true)
  }
  for (const good of ['crane harbor 9', '湖边钓鱼真舒服呀', 'boss keeps it well']) expect(await isWeak(good, ['boss'])).toBe(false)
})

test('P5 a password is stored as argon2id and fits only itself, in whatever form it was typed', async () => {
  const stored = await hashPassword('钓鱼 café 99')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwordFits(stored, '钓鱼 cafe\u0301 99')).toBe(true)
  expect(await passwordFits(stored, '钓鱼 cafe 99')).toBe(false)
  expect(await passwordFits(undefined, 'nobody has this password')).toBe(false)
})

test('P5 after the allowed wrong tries there is a pause, which ends', () => {
  const tries = createTries({ most: 2, spanMs: 1000 })
  tries.note('boss', 0)
  expect(tries.waitMs('boss', 100)).toBe(0)
  tries.note('boss', 100)
  expect(tries.waitMs('boss', 200)).toBe(800)
  expect(tries.waitMs('clerk', 200)).toBe(0)
  expect(tries.waitMs('boss', 1000)).toBe(0)
  tries.note('boss', 1000)
  tries.forget('boss')
  expect(tries.waitMs('boss', 1001)).toBe(0)
})

test('P5 a try that was right is taken back alone, once', () => {
  const tries = createTries({ most: 2, spanMs: 1000 })
  for (const at of [0, 100]) tries.note('network', at)
  tries.takeBack('network', 100)
  tries.takeBack('network', 100)
  tries.takeBack('nobody', 100)
  expect(tries.waitMs('network', 200)).toBe(0)
  tries.note('network', 200)
  expect(tries.waitMs('network', 201)).toBe(799)
})

test('P13 a phone is one number however it is written, and what is no mobile number is none', () => {
  for (const written of ['13812345678', '138 1234 5678', '+86 138-1234-5678', '008613812345678', '１３８１２３４５６７８']) {
    expect(readPhone(written)).toBe('13812345678')
  }
  for (const wrong of ['', '1381234567', '12812345678', '138123456789', '+1 3812345678', 'abc']) expect(readPhone(wrong)).toBeUndefined()
  expect(maskedPhone('13812345678')).toBe('138****5678')
})

test('P8 a device is called by its browser and system, nothing more', () => {
  const agent = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36'
  expect(deviceName(agent)).toBe('Chrome · Android')
  expect(deviceName('curl/8')).toBe('')
})
