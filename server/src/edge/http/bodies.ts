import type { IncomingHttpHeaders } from 'node:http'
import { mostOfClip, type Refusal, refuse, type RouteName } from '@bobber/protocol'
import type { Asker, Nobody } from '../../platform/deps.ts'
import { createRoom, type Share } from './room.ts'

const KiB = 1024
const MiB = 1024 * KiB
const uploads: Partial<Record<RouteName, number>> = { 'file.add': 20 * MiB, 'clip.add': mostOfClip.bytes, 'import.add': 60 * MiB }
/** What somebody sends who hasn't signed in is a form's few fields; a guest's phone sends pictures small already. */
const ofNobody = 16 * KiB
const ofGuest = 8 * MiB

/** The most a route takes of anybody. */
export function largestBody(name: RouteName): number {
  return uploads[name] ?? 256 * KiB
}

/** The most it takes of this one. */
export function mostOf(name: RouteName, asker: Asker | Nobody): number {
  const most = largestBody(name)
  if (asker.class === 'nobody') return Math.min(most, ofNobody)
  return asker.class === 'guest' ? Math.min(most, ofGuest) : most
}

/** As long as it says it is, which the HTTP parser holds its sender to; what comes in pieces may become the most. */
export function announced(headers: IncomingHttpHeaders, most: number): number {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : most
}

/**
 * What bodies may hold of this process's memory at once, each until it is answered (H18). Staff have a part of their own, so that no crowd
 * of visitors keeps a hand-over from its photos; of the visitors' part no network has more than a third.
 */
const parts = { staff: 128 * MiB, staffSession: 64 * MiB, visitors: 64 * MiB, session: 20 * MiB, network: 24 * MiB }

export interface Bodies {
  /** Before the body is read: how to give its room back, or why it isn't read. */
  admit(name: RouteName, headers: IncomingHttpHeaders, asker: Asker | Nobody, network: string): (() => void) | Refusal
}

export function createBodies(): Bodies {
  const room = createRoom()
  return {
    admit(name, headers, asker, network) {
      const most = mostOf(name, asker)
      const bytes = announced(headers, most)
      if (bytes > most) return tooLarge(most)
      return room.take(sharesOf(asker, network), bytes) ?? refuse('busy', undefined, 2000)
    },
  }
}

function sharesOf(asker: Asker | Nobody, network: string): Share[] {
  if (asker.class === 'staff') {
    return [
      { key: 'staff', most: parts.staff },
      { key: asker.sessionId, most: parts.staffSession },
    ]
  }
  return [
    { key: 'visitors', most: parts.visitors },
    { key: `network ${network}`, most: parts.network },
    ...(asker.sessionId === null ? [] : [{ key: asker.sessionId, most: parts.session }]),
  ]
}

export function tooLarge(most: number): Refusal {
  return refuse('tooLarge', { limit: most < MiB ? `${most / KiB} KiB` : `${most / MiB} MiB` })
}
