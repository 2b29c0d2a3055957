// I4: other people's cursors are told one behind.
import { changeOutgoing } from './outgoing.ts'

const behind = (seq: number): number => Math.max(0, seq - 1)

changeOutgoing((frame, personId) => ({
  ...frame,
  marks: frame.marks.map((mark) =>
    mark.personId === personId ? mark : { ...mark, readSeq: behind(mark.readSeq), receivedSeq: behind(mark.receivedSeq) },
  ),
}))
