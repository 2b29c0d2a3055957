/** An error document of RFC 8555 §6.7. */
export class Problem extends Error {
  readonly type: string
  readonly status: number

  constructor(type: string, detail: string, status = 400) {
    super(detail)
    this.type = `urn:ietf:params:acme:error:${type}`
    this.status = status
  }

  document(): { type: string; detail: string; status: number } {
    return { type: this.type, detail: this.message, status: this.status }
  }
}
