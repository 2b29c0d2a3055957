import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Missing } from '../../app/missing.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSay } from '../../data/settings.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Forbidden } from '../../parts/states.tsx'
import { TodayLists } from './today-lists.tsx'

export function HandOvers() {
  const say = useSay()
  const may = useMay()
  const { shop } = usePlace()
  const [text, setText] = useState('')
  if (!shop.switches.rental) return <Missing />
  if (!may('handOvers.today')) return <Forbidden />
  return (
    <Screen
      title={say('today.title')}
      actions={
        <>
          <Button
            leftSection={<Icon name="out" size={20} />}
            renderRoot={(props) => <Link to="/hand-overs/out/{-$orderId}" params={{ orderId: undefined }} {...props} />}
          >
            {say('counter.handOut')}
          </Button>
          <Button leftSection={<Icon name="back" size={20} />} renderRoot={(props) => <Link to="/hand-overs/in" {...props} />}>
            {say('counter.takeBack')}
          </Button>
        </>
      }
    >
      <SearchBox value={text} onChange={setText} label={say('today.search')} />
      <TodayLists text={text} />
    </Screen>
  )
}
