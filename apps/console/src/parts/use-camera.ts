import { useEffect, useState } from 'react'

/** How this device takes a photo: by its own app behind `capture`, as phones do; by a camera that the page shows; or not at all. */
export type CameraKind = 'app' | 'shown' | 'none'

export function useCamera(): CameraKind {
  const [kind, setKind] = useState<CameraKind>(() => (matchMedia('(pointer: fine)').matches ? 'none' : 'app'))
  useEffect(() => {
    // Over plain http on another machine there are no media devices.
    const devices: MediaDevices | undefined = navigator.mediaDevices
    if (kind === 'app' || devices === undefined) return undefined
    const look = async () => {
      const found = await devices.enumerateDevices()
      setKind(found.some((one) => one.kind === 'videoinput') ? 'shown' : 'none')
    }
    const looked = () => void look().catch(() => setKind('none'))
    looked()
    devices.addEventListener('devicechange', looked)
    return () => devices.removeEventListener('devicechange', looked)
  }, [kind === 'app'])
  return kind
}
