/**
 * The server's window: the terminal it was started in. What stands here is for whoever sits before it, and is in no file:
 * sign-in codes, the owner link.
 */
export interface ServerWindow {
  write(line: string): void
}

export const terminal: ServerWindow = {
  write(line) {
    process.stdout.write(`${line}\n`)
  },
}
