import { expect, test } from 'vitest'
import { placesOf } from './places.ts'

test('C11 what is switched off is no place to go to', () => {
  expect(placesOf({ chat: true, rental: true, sale: true })).toEqual(['shop', 'talks', 'rentals'])
  expect(placesOf({ chat: false, rental: true, sale: false })).toEqual(['shop', 'rentals'])
  expect(placesOf({ chat: true, rental: false, sale: false })).toEqual(['shop', 'talks'])
})
