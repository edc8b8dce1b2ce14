/** What ksqlDB's Java client sends, call by call (java/ClientCalls.java), over HTTP/2. */
import { JAVA_CLIENT_DIFFERENCES } from './support/client-differences.ts';
import { replayRecording } from './support/replay-recording.ts';

replayRecording('recorded-java-client.json', JAVA_CLIENT_DIFFERENCES);
