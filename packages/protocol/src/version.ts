/**
 * Version of the wire. A client of another version is refused with `protocolVersion`. The hash test fails until this number is
 * raised when a frame or an entry's schema changes.
 *
 * 1  2026-11  first: hello, resume, snapshot, send, cursor, history, typing, presence, ping
 * 2  2026-11  claim.endangered: staff hear of it when an overdue order has what another one waits for
 * 3  2026-11  products, orders and pictures in a message are named by ids, sizes have a bound; a head tells no time
 * 4  2026-12  orders: what isn't collected is given up, a refund is called one, rent is earned by the day, a guest's order becomes his;
 *            a welcome names the guests somebody was
 */
export const protocolVersion = 4
