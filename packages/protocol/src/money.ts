// Money is counted in the smallest unit of its currency, as a whole number: 77.00 yuan is 7700 fen.

declare const fenBrand: unique symbol

/** A whole number of fen (1/100 yuan). Made by `fen()` of @bobber/domain, which refuses fractions. */
export type Fen = number & { readonly [fenBrand]: true }

/** ISO 4217 code, or the word a table names it by where no code is known. The shop's own is CNY; others are recognised so that an import can ask. */
export type Currency = string
