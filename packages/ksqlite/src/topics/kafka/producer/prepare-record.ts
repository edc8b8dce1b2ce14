import type { OutgoingRecord, RefusedRecord } from '../../port.ts';

/** The client's message.max.bytes, which is its default: it takes no larger record, whatever the broker does. */
export const MAX_RECORD_BYTES = 1_000_000;
/** What a record takes beside its key, value and headers, at most (RD_KAFKAP_MESSAGE_V2_MAX_OVERHEAD). */
const RECORD_OVERHEAD = 36;
/** The lengths of a header's name and value, at most. */
const HEADER_OVERHEAD = 10;

/** A record that Kafka's client takes, or why it does not: it is too large. A topic may take less; only its broker knows. */
export function prepareRecord(record: OutgoingRecord): OutgoingRecord | RefusedRecord {
  const { topic, key, value, headers = [] } = record;
  let bytes = RECORD_OVERHEAD + bytesOf(key) + bytesOf(value);
  for (const header of headers) bytes += HEADER_OVERHEAD + bytesOf(header.key) + bytesOf(header.value);
  if (bytes <= MAX_RECORD_BYTES) return record;
  const message = `a record for ${topic} is too large: ${bytes} bytes, and Kafka's client takes ${MAX_RECORD_BYTES}`;
  return { refused: 'too-large', message };
}

const bytesOf = (text: Buffer | string | null): number => (text === null ? 0 : Buffer.byteLength(text));
