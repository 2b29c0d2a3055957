import type { Calls, ImportPreview } from '@bobber/protocol'
import { Button, FileButton, Group, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useCommand } from '../../data/ask.ts'
import { useMay } from '../../data/me.tsx'
import type { Problem } from '../../data/problem.ts'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Forbidden, ProblemNote } from '../../parts/states.tsx'
import { DoneMark } from '../hand-overs/done-mark.tsx'
import { zipOf } from './folder.ts'
import styles from './import.module.css'
import { PastImports, UndoImport } from './past-imports.tsx'
import { Preview } from './preview.tsx'

type Committed = Calls['import.commit']['reply']
type Step = { at: 'file' } | { at: 'preview'; preview: ImportPreview } | { at: 'done'; importId: string; counts: Committed }

const steps = ['file', 'preview', 'done'] as const

/** File → preview → done; nothing is in the shop before the last button, and all of it can be undone. */
export function Import() {
  const say = useSay()
  const may = useMay()
  const navigate = useNavigate()
  const [step, setStep] = useState<Step>({ at: 'file' })
  if (!may('import.add')) return <Forbidden />
  const again = () => setStep({ at: 'file' })
  return (
    <Screen title={say('import.title')} back={() => void navigate({ to: '/stock' })}>
      <ol className={styles.steps}>
        {steps.map((one) => (
          <li key={one} aria-current={step.at === one ? 'step' : undefined}>
            {say(`import.step.${one}`)}
          </li>
        ))}
      </ol>
      {step.at === 'file' && (
        <>
          <PickFile onPreview={(preview) => setStep({ at: 'preview', preview })} />
          <PastImports />
        </>
      )}
      {step.at === 'preview' && (
        <Preview first={step.preview} other={again} onDone={(importId, counts) => setStep({ at: 'done', importId, counts })} />
      )}
      {step.at === 'done' && <Done importId={step.importId} counts={step.counts} again={again} />}
    </Screen>
  )
}

function PickFile({ onPreview }: { onPreview: (preview: ImportPreview) => void }) {
  const say = useSay()
  const add = useCommand('import.add')
  const folder = useRef<HTMLInputElement>(null)
  const [packing, setPacking] = useState(false)
  const [over, setOver] = useState(false)
  const send = async (name: string, file: Blob) => {
    const preview = await add.give({ name }, file)
    if (preview) onPreview(preview)
  }
  const sendFolder = async (files: readonly File[]) => {
    if (files.length === 0) return
    setPacking(true)
    const zip = await zipOf(files)
    setPacking(false)
    await send(`${files[0]?.webkitRelativePath.split('/')[0] ?? 'folder'}.zip`, zip)
  }
  const busy = add.busy || packing
  return (
    <div
      className={`card ${styles.drop}`}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const files = [...event.dataTransfer.files]
        const first = files[0]
        if (files.length === 1 && first) void send(first.name, first)
        else void sendFolder(files)
      }}
    >
      <Stack align="center">
        <Icon name="import" size={40} />
        <p>{say('import.text')}</p>
        <Group justify="center">
          <FileButton accept=".csv,.txt,.zip,text/csv,application/zip" onChange={(file) => file && void send(file.name, file)}>
            {(props) => (
              <Button {...props} size="lg" color="float" loading={busy}>
                {say('import.file')}
              </Button>
            )}
          </FileButton>
          <Button size="lg" variant="light" loading={busy} onClick={() => folder.current?.click()}>
            {say('import.folder')}
          </Button>
        </Group>
        {/* `webkitdirectory` has no prop in React's types; the attribute is what browsers read. */}
        <input
          ref={(input) => {
            folder.current = input
            input?.setAttribute('webkitdirectory', '')
          }}
          type="file"
          multiple
          hidden
          onChange={(event) => void sendFolder([...(event.currentTarget.files ?? [])])}
        />
        {busy && <p role="status">{say('import.reading')}</p>}
        <ProblemNote problem={add.problem} />
      </Stack>
    </div>
  )
}

function Done({ importId, counts, again }: { importId: string; counts: Committed; again: () => void }) {
  const say = useSay()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [stayed, setStayed] = useState<number | null>(null)
  const heading = stayed === null ? 'import.done' : stayed === 0 ? 'import.state.undone' : 'import.state.partlyUndone'
  return (
    <div className={`card ${styles.done}`}>
      <DoneMark />
      <h2>{say(heading)}</h2>
      {stayed === null && <p>{say('import.doneText', { ...counts })}</p>}
      <Group justify="center">
        {stayed !== 0 && (
          <Button renderRoot={(props) => <Link to="/labels" search={{ import: importId }} {...props} />}>{say('import.labels')}</Button>
        )}
        <Button variant="light" renderRoot={(props) => <Link to="/stock" {...props} />}>
          {say('stock.title')}
        </Button>
        <Button variant="default" onClick={again}>
          {say('import.other')}
        </Button>
      </Group>
      {stayed !== 0 && <UndoImport importId={importId} onUndone={setStayed} onProblem={setProblem} />}
      <ProblemNote problem={problem} />
    </div>
  )
}
