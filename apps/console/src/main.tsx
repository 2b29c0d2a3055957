import { openClient } from './data/open-client.ts'
import { start } from './app/start.tsx'

start(openClient())
