/** What ksqlDB's own command line sends for 120 commands, over HTTP/1.1. */
import { COMMAND_LINE_DIFFERENCES } from './support/client-differences.ts';
import { replayRecording } from './support/replay-recording.ts';

replayRecording('recorded-command-line.json', COMMAND_LINE_DIFFERENCES);
