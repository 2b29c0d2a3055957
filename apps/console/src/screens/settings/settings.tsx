import { SegmentedControl, Stack, Switch, useMantineColorScheme } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { useMay, usePlace } from '../../data/me.tsx'
import { useSettings } from '../../data/settings.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { ChangePassword } from './change-password.tsx'
import { MasterKey } from './master-key.tsx'
import { Phones } from './phones.tsx'
import { PriceRules } from './price-rules.tsx'
import { Sample } from './sample.tsx'
import { Sessions } from './sessions.tsx'
import styles from './settings.module.css'
import { ShopForm } from './shop-form.tsx'
import { useShownPart } from './shown-part.ts'
import { SignOut } from './sign-out.tsx'

export function Settings() {
  const { say } = useSettings()
  const may = useMay()
  const { me, shop } = usePlace()
  const { hash } = useLocation()
  const owner = me.roles.includes('owner')
  useShownPart(hash)
  return (
    <Screen title={say('settings.title')}>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Display />
          {may('shop.settings') && <ShopForm />}
          <ChangePassword />
          <SignOut />
        </div>
        <div className={styles.column}>
          {shop.switches.rental && may('priceRules.get') && (
            <div id="rules">
              <PriceRules />
            </div>
          )}
          {may('shop.settings') && (
            <div id="phone">
              <Phones />
            </div>
          )}
          {owner && (
            <div id="key">
              <MasterKey />
            </div>
          )}
          {owner && <Sample />}
          <Sessions />
        </div>
      </div>
    </Screen>
  )
}

function Display() {
  const { settings, change, say } = useSettings()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title={say('settings.screen')}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={say('settings.language')}
          value={settings.locale}
          onChange={(next) => change({ locale: next === 'en' ? 'en' : 'zh' })}
          data={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
        <SegmentedControl
          aria-label={say('settings.theme')}
          value={colorScheme}
          onChange={(next) => setColorScheme(next === 'dark' ? 'dark' : next === 'light' ? 'light' : 'auto')}
          data={[
            { value: 'light', label: say('settings.light') },
            { value: 'dark', label: say('settings.dark') },
            { value: 'auto', label: say('settings.auto') },
          ]}
        />
        <Switch
          label={say('settings.large')}
          checked={settings.large}
          onChange={(event) => change({ large: event.currentTarget.checked })}
        />
        <Switch label={say('settings.keys')} checked={settings.keys} onChange={(event) => change({ keys: event.currentTarget.checked })} />
      </Stack>
    </Section>
  )
}
