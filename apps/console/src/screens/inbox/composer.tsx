import { Button, FileButton, Menu, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useClient } from '../../data/client-context.tsx'
import { useDraft } from '../../data/drafts.ts'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { ProblemNote } from '../../parts/states.tsx'
import styles from './inbox.module.css'
import { ProductPicker } from './product-picker.tsx'

const quick = ['talk.quick.1', 'talk.quick.2', 'talk.quick.3', 'talk.quick.4'] as const
/** How often the other side is told that somebody types. */
const tellEveryMs = 3000

/** Enter sends, Shift+Enter breaks the line; while a Chinese input method composes, Enter belongs to it. */
export function Composer({ conversationId }: { conversationId: string }) {
  const say = useSay()
  const client = useClient()
  const [draft, setDraft] = useDraft(conversationId)
  const [note, setNote] = useState(false)
  const [picking, setPicking] = useState(false)
  const add = useCommand('file.add')
  const field = useRef<HTMLTextAreaElement>(null)
  const toldAt = useRef(0)
  const write = (text: string) => {
    setDraft(text)
    if (note || text === '' || performance.now() - toldAt.current < tellEveryMs) return
    toldAt.current = performance.now()
    client.typing(conversationId)
  }
  const speak = (message: Parameters<typeof client.send>[1]) =>
    client.send(conversationId, { ...message, ...(note && { privately: true }) })
  const send = () => {
    const text = draft.trim()
    if (text === '') return
    speak({ kind: 'message.text', content: { text } })
    setDraft('')
    field.current?.focus()
  }
  const sendPhotos = async (files: readonly File[]) => {
    for (const file of files) {
      const picture = await add.give({}, file)
      if (picture) speak({ kind: 'message.image', content: picture })
    }
  }
  return (
    <div className={styles.composer} data-note={note}>
      <div className={styles.tools}>
        <Button
          variant={note ? 'filled' : 'subtle'}
          color={note ? 'yellow' : 'gray'}
          size="sm"
          aria-pressed={note}
          leftSection={<Icon name="note" size={18} />}
          onClick={() => setNote(!note)}
        >
          <span className={styles.tool}>{say('talk.note')}</span>
        </Button>
        <FileButton accept="image/jpeg,image/png,image/webp" multiple onChange={(files) => void sendPhotos(files)}>
          {(props) => (
            <Button {...props} variant="subtle" color="gray" size="sm" loading={add.busy} leftSection={<Icon name="picture" size={18} />}>
              <span className={styles.tool}>{say('talk.photo')}</span>
            </Button>
          )}
        </FileButton>
        <Button variant="subtle" color="gray" size="sm" leftSection={<Icon name="stock" size={18} />} onClick={() => setPicking(true)}>
          <span className={styles.tool}>{say('talk.product')}</span>
        </Button>
        <Menu position="top-start">
          <Menu.Target>
            <Button variant="subtle" color="gray" size="sm" leftSection={<Icon name="quick" size={18} />}>
              <span className={styles.tool}>{say('talk.quick')}</span>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {quick.map((key) => (
              <Menu.Item
                key={key}
                onClick={() => {
                  setDraft(draft === '' ? say(key) : `${draft} ${say(key)}`)
                  // The menu gives the focus back to its button first.
                  requestAnimationFrame(() => field.current?.focus())
                }}
              >
                {say(key)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <form
        className={styles.write}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Textarea
          ref={field}
          autosize
          minRows={1}
          maxRows={6}
          aria-label={say(note ? 'talk.writeNote' : 'talk.write')}
          placeholder={say(note ? 'talk.writeNote' : 'talk.write')}
          value={draft}
          maxLength={8000}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur()
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            send()
          }}
        />
        <Button type="submit" disabled={draft.trim() === ''} leftSection={<Icon name="send" size={18} />}>
          {say('talk.send')}
        </Button>
      </form>
      {note && <p role="status">{say('talk.noteOn')}</p>}
      <ProblemNote problem={add.problem} />
      <ProductPicker
        opened={picking}
        close={() => setPicking(false)}
        pick={(productId) => {
          speak({ kind: 'message.card', content: { card: { kind: 'product', productId } } })
          setPicking(false)
        }}
      />
    </div>
  )
}
