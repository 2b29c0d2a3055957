import { mostOfClip, type Picture, refuse, worded } from '@bobber/protocol'
import { useRef, useState } from 'react'
import { useCommand } from '../data/ask.ts'
import type { Problem } from '../data/problem.ts'
import { useSettings } from '../data/settings.tsx'
import { posterOf } from './poster.ts'

/** A video on its way: `poster` is an address once it is read. */
export interface OnItsWay {
  poster: string | null
  bytes: number
}

export interface AddFiles {
  /** Stores them one after another, each told to `onChange` at once; stops at the first that fails. */
  add: (files: readonly File[]) => Promise<void>
  busy: boolean
  /** the video that is being sent */
  onItsWay: OnItsWay | null
  problem: Problem | null
}

/** Puts chosen photos and videos among the pictures: a video is sent as its poster, then as the clip that it holds. */
export function useAddFiles(pictures: readonly Picture[], onChange: (pictures: Picture[]) => void): AddFiles {
  const { settings } = useSettings()
  const addPicture = useCommand('file.add')
  const addClip = useCommand('clip.add')
  const [busy, setBusy] = useState(false)
  const [onItsWay, setOnItsWay] = useState<OnItsWay | null>(null)
  const [refused, setRefused] = useState<Problem | null>(null)
  // A video takes a minute: what was changed on the screen meanwhile must not be put back.
  const latest = useRef({ pictures, onChange })
  latest.current = { pictures, onChange }

  const keepClip = async (file: File): Promise<Picture | null> => {
    const no = (code: 'clipType' | 'clipLong'): null => {
      const values = { seconds: mostOfClip.seconds, limit: `${mostOfClip.bytes / 1024 ** 2} MB` }
      setRefused({ kind: 'refused', refusal: worded(refuse(code, values), settings.locale) })
      return null
    }
    if (file.size > mostOfClip.bytes) return no('clipLong')
    setOnItsWay({ poster: null, bytes: file.size })
    const read = await posterOf(file).catch(() => null)
    if (!read) return no('clipType')
    if (Number.isFinite(read.seconds) && read.seconds >= mostOfClip.seconds + 1) return no('clipLong')
    const poster = URL.createObjectURL(read.poster)
    setOnItsWay({ poster, bytes: file.size })
    const picture = await addPicture.give({}, read.poster)
    const kept = picture && (await addClip.give({ fileId: picture.fileId }, file))
    URL.revokeObjectURL(poster)
    return kept
  }

  const add = async (files: readonly File[]): Promise<void> => {
    setBusy(true)
    setRefused(null)
    addPicture.clear()
    addClip.clear()
    for (const file of files) {
      const kept = isVideo(file) ? await keepClip(file) : await addPicture.give({}, file)
      setOnItsWay(null)
      if (!kept) break
      latest.current.onChange([...latest.current.pictures, kept])
    }
    setBusy(false)
  }
  return { add, busy, onItsWay, problem: refused ?? addPicture.problem ?? addClip.problem }
}

/** Some systems know a video by its name only; what it is the server sees. */
function isVideo({ type, name }: File): boolean {
  return type.startsWith('video/') || /\.(?:mp4|mov|m4v|webm)$/i.test(name)
}
