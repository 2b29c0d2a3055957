import { Modal, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useAsk } from '../../data/ask.ts'
import { shortMoney } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Thumb } from '../../parts/small.tsx'
import { Empty, Shown } from '../../parts/states.tsx'

export function ProductPicker({ opened, close, pick }: { opened: boolean; close: () => void; pick: (productId: string) => void }) {
  const say = useSay()
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const asked = useAsk('product.list', wanted === '' ? {} : { text: wanted }, { enabled: opened, keep: true })
  return (
    <Modal opened={opened} onClose={close} title={say('talk.product')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Stack>
        <SearchBox value={text} onChange={setText} label={say('new.findItem')} short={say('new.findItemShort')} />
        <Shown
          asked={asked}
          empty={({ products }) => (products.length === 0 ? <Empty title={say('new.noItem')} text={say('new.noItemText')} /> : null)}
        >
          {({ products }) => (
            <div>
              {products.map((product) => (
                <button key={product.productId} type="button" className="row" onClick={() => pick(product.productId)}>
                  <Thumb picture={product.picture} />
                  <span className="row-main">
                    <b>{product.name}</b>
                    <br />
                    <span className="quiet">
                      {product.dayRent !== null && say('stock.perDay', { amount: shortMoney(product.dayRent) })}{' '}
                      {product.price !== null && shortMoney(product.price)} · {say('new.free', { n: product.freeNow })}
                    </span>
                  </span>
                </button>
              ))}
            </div>
          )}
        </Shown>
      </Stack>
    </Modal>
  )
}
