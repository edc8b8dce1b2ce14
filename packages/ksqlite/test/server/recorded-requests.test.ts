/** Requests of every kind, as a client written by hand would send them. */
import { replayRecording } from './support/replay-recording.ts';
import { REQUEST_DIFFERENCES } from './support/request-differences.ts';

replayRecording('recorded-requests.json', REQUEST_DIFFERENCES);
