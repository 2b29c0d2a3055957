import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Socket } from './session.ts'

/**
 * A `ws` socket for a session. Frames are made here and written past `ws`: a text that goes to many becomes bytes once, header
 * included, and all that one connection gets in one turn (a message's ack and its echo) leaves in one system call: those calls were a
 * third of the server's work.
 */
export function socketOf(ws: WebSocket, raw: Duplex): Socket {
  return {
    send(text) {
      if (ws.readyState !== ws.OPEN) return
      holdUntilTurnEnds(raw)
      raw.write(frameOf(text))
    },
    close(code, reason) {
      ws.close(code, reason)
    },
    buffered: () => raw.writableLength,
  }
}

const held = new Set<Duplex>()

function holdUntilTurnEnds(raw: Duplex): void {
  if (held.size === 0) process.nextTick(letGo)
  if (held.has(raw)) return
  held.add(raw)
  raw.cork()
}

function letGo(): void {
  for (const raw of held) raw.uncork()
  held.clear()
}

let lastText = ''
let lastFrame: Buffer = Buffer.alloc(0)

/** The same string object comes again and again. */
function frameOf(text: string): Buffer {
  if (text !== lastText) {
    lastText = text
    lastFrame = textFrame(text)
  }
  return lastFrame
}

/** A whole, unmasked text frame (RFC 6455 §5.2). */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = 0x81
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, header)
  return frame
}
