import { entryBytes } from './rows.ts'

interface NewestOf {
  conversation: string
  where: string
  /** 1-based */
  class: string
  entries: string
  bytes: string
}

/**
 * The newest entries of one conversation that a class may see, newest first, with what they weigh: at most so many, and no more than so
 * many bytes, but always one. A sub-select; all parts are SQL.
 */
export function newestOf(part: NewestOf): string {
  return `
    select * from (
      select e.*, sum(e.bytes) over (order by e.seq desc) - e.bytes as newer from (
        select e.*, ${entryBytes} as bytes from entry e
        where e.shop_id = $1 and e.conversation_id = ${part.conversation} and e.audience & (1 << (${part.class} - 1)) <> 0 and ${part.where}
        order by e.seq desc limit ${part.entries}
      ) e
    ) e where e.newer < ${part.bytes}`
}
