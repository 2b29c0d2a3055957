import { Alert, Button, Skeleton, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Asked } from '../data/ask.ts'
import type { Problem } from '../data/problem.ts'
import { useSay } from '../data/settings.tsx'
import type { Say } from '../words/catalogue.ts'
import { Icon } from './icon.tsx'
import styles from './states.module.css'

/** Says what would be here and what to do next; never scolds. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <svg width="72" height="56" viewBox="0 0 72 56" fill="none" aria-hidden="true">
        <path d="M36 4v12" stroke="currentColor" strokeWidth="2.500" strokeLinecap="round" opacity=".6" />
        <path d="M27 26a9 9 0 0 1 18 0z" fill="#ee6418" />
        <path d="M27 26h18c0 7-4 12-9 12s-9-5-9-12z" fill="currentColor" opacity=".25" />
        <path
          d="M4 34c8-5 14-5 22 0M46 34c8-5 14-5 22 0M14 46c8-5 14-5 22 0s14 5 22 0"
          stroke="#4fa5b2"
          strokeWidth="2.500"
          strokeLinecap="round"
        />
      </svg>
      <h2>{title}</h2>
      {text && <p className="quiet">{text}</p>}
      {children}
    </div>
  )
}

/** Grey bars in the shape of what comes; the word is for those who can't see them. */
export function Waiting({ rows = 5, height = 56 }: { rows?: number; height?: number }) {
  const say = useSay()
  return (
    <Stack gap="sm" role="status" p="md">
      <span className="hidden">{say('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="lg" />
      ))}
    </Stack>
  )
}

/** Title and remedy of a problem in words; refusals come worded from the server. */
export function problemWords(problem: Problem, say: Say): { title: string; text: string } {
  if (problem.kind === 'refused') return { title: problem.refusal.message, text: problem.refusal.remedy }
  if (problem.kind === 'offline') return { title: say('state.offline'), text: say('state.offlineRemedy') }
  const text =
    problem.code === null ? say('state.faultRemedy') : `${say('state.faultRemedy')} ${say('state.faultCode', { code: problem.code })}`
  return { title: say('state.fault'), text }
}

/** In place of what couldn't be shown. */
export function Trouble({ problem, again }: { problem: Problem; again?: () => void }) {
  const say = useSay()
  if (problem.kind === 'refused' && problem.refusal.code === 'forbidden') return <Forbidden />
  const words = problemWords(problem, say)
  return (
    <Empty title={words.title} text={words.text}>
      {again && (
        <Button variant="light" onClick={again}>
          {say('state.retry')}
        </Button>
      )}
    </Empty>
  )
}

export function Forbidden() {
  const say = useSay()
  return <Empty title={say('state.forbidden')} text={say('state.forbiddenText')} />
}

/** Beside the button that didn't do it: what happened and what helps. */
export function ProblemNote({ problem }: { problem: Problem | null }) {
  const say = useSay()
  if (!problem) return null
  const words = problemWords(problem, say)
  return (
    <Alert color="red" variant="light" icon={<Icon name="warn" />} title={words.title} role="alert">
      {words.text}
    </Alert>
  )
}

/** The four states of an answer: problem, waiting, empty, there. */
export function Shown<Reply>({
  asked,
  empty,
  rows,
  children,
}: {
  asked: Asked<Reply>
  empty?: (reply: Reply) => ReactNode
  rows?: number
  children: (reply: Reply) => ReactNode
}) {
  if (asked.problem) return <Trouble problem={asked.problem} again={asked.again} />
  if (asked.data === undefined) return <Waiting {...(rows !== undefined && { rows })} />
  return <>{empty?.(asked.data) ?? children(asked.data)}</>
}
