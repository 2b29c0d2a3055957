export type { AskerOf, CallExtras, Handler, Handlers, HandlersOf } from '../../platform/handler.ts'
