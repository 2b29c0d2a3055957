import sharp from 'sharp'
import type { TestServer } from './test-server.ts'

/** One thing of each kind that a shop has, by the name of the field that holds its id. */
export type ShopIds = Record<string, string>

/** Fills a shop, by its owner's own commands, with one of everything; its words say `secret`. */
export async function furnishShop(
  server: TestServer,
  owner: string,
  of: { shop?: string; secret: string; sku: string; phone: string },
): Promise<ShopIds> {
  const { shop, secret, sku } = of
  const at = { token: owner, surface: 'console', ...(shop !== undefined && { shop }) } as const
  const upload = async <T>(route: string, type: string, payload: Buffer): Promise<T> => {
    const headers = {
      'bobber-surface': 'console',
      authorization: `Bearer ${owner}`,
      'content-type': type,
      ...(shop !== undefined && { 'bobber-shop': shop }),
    }
    return (await server.app.inject({ method: 'POST', url: `/api/${route}`, headers, payload })).json<T>()
  }
  const photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#2a7f8a' } })
    .png()
    .toBuffer()
  const { fileId } = await upload<{ fileId: string }>('file.add', 'image/png', photo)
  const csv = Buffer.from(`SKU,名称,日租金,押金,数量\nX-${sku},${secret}竿,35,400,2\n`)
  const { importId } = await upload<{ importId: string }>('import.add', 'text/csv', csv)
  const product = {
    sku,
    name: `${secret}竿`,
    category: '',
    brand: '',
    specs: '',
    description: '',
    forRent: true,
    forSale: true,
    tracking: 'units',
    dayRent: 3500,
    deposit: 40_000,
    price: 10_000,
    quantity: 6,
    pictureIds: [],
  }
  const { productId, variantId } = (await server.ask('product.change', product, at)).reply
  const { customer } = (await server.ask('customer.create', { name: secret, phone: of.phone }, at)).reply
  const from = Date.parse('2026-11-28T10:00+08:00')
  const lines = [{ kind: 'rental', variantId, quantity: 1, from, until: from + 86_400_000 }]
  const { orderId, conversationId } = (await server.ask('order.place', { lines, customer: { personId: customer.personId } }, at)).reply
  await server.ask('feeSheet.confirm', { orderId, version: 1 }, at)
  const { paymentId } = (await server.ask('payment.request', { orderId, provider: 'counter' }, at)).reply
  const order = (await server.ask('order.get', { orderId }, at)).reply
  const [unit] = (await server.ask('variant.get', { variantId }, at)).reply.units
  const [session] = (await server.ask('session.list', {}, at)).reply.sessions
  const { token } = (await server.ask('order.joinCode', { orderId }, at)).reply
  const ids: Record<string, string | undefined> = {
    productId,
    variantId,
    personId: customer.personId,
    orderId,
    orderLineId: order.lines[0]?.orderLineId,
    conversationId,
    paymentId,
    unitId: unit?.unitId,
    code: unit?.code,
    sessionId: session?.sessionId,
    fileId,
    importId,
    token,
  }
  for (const [field, id] of Object.entries(ids)) if (id === undefined) throw new Error(`the shop has no ${field}`)
  return ids as ShopIds
}

/** The field whose id belongs where a field of this name stands; undefined: a kind that no shop here has one of. */
export function kindOf(field: string): string | undefined {
  if (['customerId', 'assigneeId'].includes(field)) return 'personId'
  if (field === 'pictureIds') return 'fileId'
  if (field === 'exceptOrderId') return 'orderId'
  return field.replace(/Ids$/, 'Id')
}

/** A digest of each table's rows of a shop, but for when its sessions were last seen. */
export async function rowsOf({ deps: { pool } }: TestServer, shopId: string): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c where c.column_name = 'shop_id' and c.table_schema = 'public'`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ digest: string }>(
      `select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), 'empty') as digest from "${name}" t where shop_id = $1`,
      [shopId],
    )
    digests[name] = rows[0]?.digest ?? 'none'
  }
  return digests
}
