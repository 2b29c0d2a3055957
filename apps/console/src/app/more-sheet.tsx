import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useSay } from '../data/settings.tsx'
import { Icon } from '../parts/icon.tsx'
import type { NavItem } from './shell.tsx'

/** On a phone: the parts of the menu that have no place in the bar. */
export default function MoreSheet({ items, close }: { items: readonly NavItem[]; close: () => void }) {
  const say = useSay()
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      title={say('nav.more')}
      size="auto"
      closeButtonProps={{ 'aria-label': say('act.close') }}
    >
      {items.map((item) => (
        <Link key={item.to} to={item.to} params={{ conversationId: undefined }} className="row" onClick={close}>
          <Icon name={item.icon} />
          {say(item.word)}
        </Link>
      ))}
    </Drawer>
  )
}
