import { currenciesIn, parseMoney } from '@bobber/domain'
import type { Currency, ImportColumn } from '@bobber/protocol'

/** What shops call a column; compared without case, width, blanks, underscores and what stands in brackets. */
const names: Record<ImportColumn, readonly string[]> = {
  sku: ['sku', '编号', '货号', '商品编号', '商品编码', '编码', '款号', '型号', 'code', 'itemcode', 'itemno', 'productcode', 'id'],
  name: ['名称', '商品名称', '品名', '商品名', '商品', '产品名称', '标题', 'name', 'title', 'productname', 'product', 'item'],
  variant: ['款式', '尺码', '尺寸', '颜色', '选项', 'variant', 'variants', 'option', 'size', 'style'],
  category: ['类别', '分类', '品类', '类目', '商品分类', 'category', 'type', 'group', 'collection'],
  brand: ['品牌', '牌子', 'brand', 'vendor', 'manufacturer', 'make'],
  specs: ['规格', '参数', '规格参数', '属性', 'specs', 'spec', 'specification', 'specifications', 'attributes', 'features'],
  description: ['说明', '描述', '详情', '介绍', '商品描述', '备注', 'description', 'details', 'body', 'notes'],
  dayRent: [
    '日租金',
    '日租',
    '租金',
    '每日租金',
    '一日租金',
    '1日租金',
    '天租金',
    'dayrent',
    'dailyrent',
    'rentperday',
    'rentalprice',
    'dayrate',
    'dailyrate',
    'rent',
  ],
  threeDayRent: ['三日租金', '3日租金', '三日租', '三天租金', '3天租金', 'threedayrent', '3dayrent', 'rent3days', '3dayrate'],
  weekRent: [
    '七日租金',
    '7日租金',
    '周租金',
    '一周租金',
    '七日租',
    '七天租金',
    '7天租金',
    'weekrent',
    'weeklyrent',
    '7dayrent',
    'weekrate',
    'weeklyrate',
  ],
  deposit: ['押金', '保证金', 'deposit', 'securitydeposit'],
  replacementValue: ['重置价', '重置价值', '赔偿价', '原价', '价值', '市场价', 'replacementvalue', 'replacementcost', 'value'],
  price: ['售价', '价格', '单价', '销售价', '零售价', '售卖价', 'price', 'saleprice', 'sellingprice', 'unitprice', 'retailprice'],
  tracking: ['管理方式', '管理', '追踪', '库存方式', 'tracking', 'trackingtype', 'stocktype'],
  quantity: ['数量', '库存', '库存数量', '件数', 'quantity', 'qty', 'stock', 'count', 'onhand'],
  unitCodes: [
    '单件编号',
    '条码',
    '条形码',
    '序列号',
    '资产编号',
    'unitcodes',
    'barcode',
    'barcodes',
    'serial',
    'serialnumber',
    'serialnumbers',
  ],
  image: ['图片', '图', '照片', '主图', '图片路径', 'image', 'images', 'picture', 'pictures', 'photo', 'photos', 'img', 'imagesrc'],
}

export const priceColumns = ['dayRent', 'threeDayRent', 'weekRent', 'deposit', 'replacementValue', 'price'] as const
export type PriceColumn = (typeof priceColumns)[number]

export type Mapping = Record<string, ImportColumn | null>

/** A column for each header, each column at most once: the first header that is called so. Others are left out. */
export function suggestMapping(headers: readonly string[]): Mapping {
  const taken = new Set<ImportColumn>()
  const mapping: Mapping = {}
  for (const header of headers) {
    const plain = plainHeader(header)
    const column = (Object.keys(names) as ImportColumn[]).find((each) => !taken.has(each) && names[each].includes(plain)) ?? null
    if (column) taken.add(column)
    mapping[header] = column
  }
  return mapping
}

/** The currency a price column's header names, CNY too; null: none. Another one beside CNY counts: it has to be asked about. */
export function currencyOfHeader(header: string): Currency | null {
  const { currencies } = currenciesIn(header.normalize('NFKC'))
  return currencies.find((currency) => currency !== 'CNY') ?? currencies[0] ?? null
}

function plainHeader(header: string): string {
  const unbracketed = header.normalize('NFKC').replace(/[([【].*?[)\]】]/g, '')
  return currenciesIn(unbracketed)
    .rest.toLowerCase()
    .replace(/[\s_*/:.-]/g, '')
}

/** Where a table has a column that says each row's currency: its header. */
export function currencyColumnOf(headers: readonly string[]): string | null {
  return headers.find((header) => ['currency', 'currencycode', '币种', '货币', '货币单位'].includes(plainHeader(header))) ?? null
}

/** What such a column says of its row; a word nobody knows is no yuan either. */
export function currencyOfRow(cell: string): Currency | null {
  return cell === '' ? null : (currencyOfHeader(cell) ?? cell)
}

/** The currency a cell names itself; null: none, or the cell is no price. */
export function currencyOfCell(cell: string): Currency | null {
  return cell === '' ? null : (parseMoney(cell)?.currency ?? null)
}
