import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../data/client-context.tsx'
import { forgetDrafts } from '../../data/drafts.ts'
import { forgetEnd } from '../../data/ended.ts'
import { type Problem, problemOf, Refused } from '../../data/problem.ts'
import { useSay } from '../../data/settings.tsx'
import { ProblemNote } from '../../parts/states.tsx'

/** Out, and nothing of the person stays in this browser: the page begins anew, as no answer on it is the next one's to see (K13). */
export function SignOut() {
  const say = useSay()
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const go = async () => {
    setBusy(true)
    try {
      const refusal = await client.signOut()
      if (refusal) throw new Refused(refusal)
      forgetDrafts()
      forgetEnd(sessionStorage)
      location.replace('/console/sign-in')
    } catch (fault) {
      setBusy(false)
      setProblem(problemOf(fault))
    }
  }
  return (
    <Stack gap="sm">
      <ProblemNote problem={problem} />
      <Button variant="default" loading={busy} onClick={() => void go()}>
        {say('session.end')}
      </Button>
    </Stack>
  )
}
