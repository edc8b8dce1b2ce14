export { Backoff } from './backoff.ts';
export { type Clock, systemClock } from './clock.ts';
export { sleep } from './sleep.ts';
