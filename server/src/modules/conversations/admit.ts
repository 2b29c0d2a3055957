import { type Class, isDesks, messageAudience, type MessageKind, type Refusal, refuse } from '@bobber/protocol'
import { messageSchemas } from '@bobber/protocol/entries'
import { Compile } from 'typebox/compile'
import type { Db } from '../../platform/deps.ts'
import { publishFiles } from '../files/index.ts'
import { isChatOn } from '../shops/index.ts'
import { maySeeAs } from './access.ts'
import { kindOf } from './kinds.ts'

const checks = {
  'message.text': Compile(messageSchemas['message.text']),
  'message.card': Compile(messageSchemas['message.card']),
  'message.image': Compile(messageSchemas['message.image']),
}

export interface Sender {
  shopId: string
  personId: string
  class: Class
  desk: boolean
}

/**
 * A message on its way in: its content checked by the schema of its kind, refused where the shop has switched talking off, its picture published to the conversation, its audience
 * decided here and nowhere else. Whether the sender takes part is the append's to say (log.md L10).
 */
export async function admitMessage(
  db: Db,
  sender: Sender,
  message: { conversationId: string; kind: MessageKind; content: Record<string, unknown>; privately?: boolean },
): Promise<{ content: string; audience: number } | Refusal> {
  const { conversationId, kind, content } = message
  if (!checks[kind].Check(content)) return refuse('malformed', { detail: kind })
  const privately = message.privately === true
  if (privately && sender.class !== 'staff') return refuse('forbidden')
  const conversation = await kindOf(db, sender.shopId, conversationId)
  if (!conversation) return refuse('notParticipant')
  if (isDesks(conversation) && !(await isChatOn(db, sender.shopId))) return refuse('featureOff')
  const audience = messageAudience(conversation, privately)
  if (kind === 'message.image') {
    if (!(await maySeeAs(db, sender, conversationId))) return refuse('notParticipant')
    const refused = await publishFiles({ db, shopId: sender.shopId }, [String(message.content['fileId'])], {
      as: 'conversation',
      conversationId,
      by: sender.personId,
      audience,
    })
    if (refused) return refused
  }
  return { content: JSON.stringify(content), audience }
}
