import { parentPort } from 'node:worker_threads';
import { messageFor } from '../refuses.ts';
import { startWorkCounter } from './count-work.ts';

/** What the thread runs: answers each text with the work that parsing it was. */
const counter = startWorkCounter();
parentPort?.on('message', (text: string) => {
  parentPort?.postMessage(counter.count(() => void messageFor(text)));
});
