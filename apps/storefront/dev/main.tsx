import { start } from '../src/start.tsx'
import { fakeClient } from './fake-client.ts'

const root = document.getElementById('page')
if (root) void start(fakeClient(new URLSearchParams(location.search)), root)
