import { Button, CopyButton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../data/ask.ts'
import { useMay } from '../data/me.tsx'
import { shopSlug } from '../data/open-client.ts'
import { useSay } from '../data/settings.tsx'
import { handedOn } from '../data/which-shop.ts'
import { QrPicture } from './small.tsx'

const loopback = /^(localhost|127\.|\[::1\])/

/** Makes a path whole for other devices: on the server's own screen `localhost` would lead them nowhere. */
export function useHandedOn(): (path: string) => string {
  const may = useMay()
  const settings = useAsk('shop.settings', {}, { enabled: may('shop.settings') && loopback.test(location.host) })
  const origin = settings.data?.lan ? new URL(settings.data.lan.url).origin : location.origin
  return (path) => handedOn(path, origin, shopSlug)
}

/** A path as a link for somebody else's device; one into the shop's own network opens there only once that device trusts the shop. */
export function HandedOnLink({ path, alt }: { path: string; alt: string }) {
  const say = useSay()
  const may = useMay()
  const lan = useAsk('shop.settings', {}, { enabled: may('shop.settings') }).data?.lan
  const link = useHandedOn()(path)
  return (
    <>
      <LinkQr link={link} alt={alt} />
      {lan && new URL(lan.url).origin === new URL(link).origin && (
        <p className="quiet">{say('people.trustFirst', { url: lan.trustUrl })}</p>
      )}
    </>
  )
}

/** A text as a QR. What makes QRs is loaded when one is shown. */
export function Qr({ text, alt, size = 200 }: { text: string; alt: string; size?: number }) {
  const made = useQuery({
    queryKey: ['qr', text],
    queryFn: async () => (await import('qrcode')).toString(text, { type: 'svg', margin: 1 }),
    staleTime: Infinity,
  })
  return made.data === undefined ? null : <QrPicture svg={made.data} alt={alt} size={size} />
}

/** A link as a QR and to copy. */
export function LinkQr({ link, alt, size = 200 }: { link: string; alt: string; size?: number }) {
  const say = useSay()
  return (
    <Stack align="center" gap="xs">
      <Qr text={link} alt={alt} size={size} />
      <code style={{ overflowWrap: 'anywhere' }}>{link}</code>
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {say(copied ? 'act.copied' : 'act.copy')}
          </Button>
        )}
      </CopyButton>
    </Stack>
  )
}
