import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { usePlace } from '../data/me.tsx'
import { useSettings } from '../data/settings.tsx'
import type { WordKey } from '../words/catalogue.ts'

type Row = readonly [keys: string, word: WordKey]
const rows: readonly Row[] = [
  ['/', 'keys.search'],
  ['?', 'keys.help'],
]
const ofTalks: readonly Row[] = [
  ['J K', 'keys.move'],
  ['N', 'keys.unread'],
  ['1 2 3 4', 'keys.go'],
  ['Enter', 'keys.send'],
  ['Shift+Enter', 'keys.line'],
  ['Esc', 'keys.close'],
]
const withoutTalks: readonly Row[] = [['1 3 4', 'keys.goWithout']]

export default function KeysHelp({ close }: { close: () => void }) {
  const { settings, change, say } = useSettings()
  const { shop } = usePlace()
  return (
    <Modal opened onClose={close} title={say('keys.title')} closeButtonProps={{ 'aria-label': say('act.close') }}>
      <Table>
        <Table.Tbody>
          {[...rows, ...(shop.switches.chat ? ofTalks : withoutTalks)].map(([keys, word]) => (
            <Table.Tr key={keys}>
              <Table.Td>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{say(word)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        label={say('keys.switch')}
        checked={settings.keys}
        onChange={(event) => change({ keys: event.currentTarget.checked })}
      />
    </Modal>
  )
}
