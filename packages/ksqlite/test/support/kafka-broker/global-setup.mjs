/**
 * One Kafka broker for a whole test run, started by the first test that needs it (shared-broker.ts). This only says
 * where; workers inherit the environment.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setUp() {
  process.env.KAFKA_BROKER_FOLDER = mkdtempSync(join(tmpdir(), 'rccar-kafka-'));
  process.env.KAFKA_BROKER_PARENT = String(process.pid);
}
