/** Which records have a key that somebody wrote as text: whatever format it is in, and whether a window lies behind it. */
import type { LogRecord } from '../../log/topics/log-record.ts';
import type { WindowInfo } from '../../metastore/source.ts';

/**
 * @param key as text: `o7`, `42`
 * @param windows of the sources over the topic, undefined for one without
 * @returns whether a record's key is the text itself, a JSON text of it, or the number that it says in Kafka's INT, BIGINT or DOUBLE
 */
export function keyMatcher(
  key: string,
  windows: readonly (WindowInfo | undefined)[],
): (record: LogRecord) => boolean {
  const wanted = new Set(formsOf(key).map((bytes) => bytes.toString('latin1')));
  const behind = [
    0,
    ...new Set(windows.flatMap((window) => (window === undefined ? [] : [bytesOf(window)]))),
  ];
  return ({ key: bytes }) => {
    if (bytes === null) return false;
    const text = typeof bytes === 'string' ? Buffer.from(bytes).toString('latin1') : bytes.toString('latin1');
    return behind.some((more) => wanted.has(text.slice(0, text.length - more)));
  };
}

/** A start of eight bytes; of a session its end, too. */
const bytesOf = ({ type }: WindowInfo): number => (type === 'SESSION' ? 16 : 8);

function formsOf(key: string): readonly Buffer[] {
  const forms = [Buffer.from(key), Buffer.from(JSON.stringify(key))];
  const number = Number(key);
  if (key.trim() === '' || !Number.isFinite(number)) return forms;
  const double = Buffer.alloc(8);
  double.writeDoubleBE(number);
  if (!/^-?\d{1,18}$/.test(key)) return [...forms, double];
  const bigint = Buffer.alloc(8);
  bigint.writeBigInt64BE(BigInt(key));
  if (number !== (number | 0)) return [...forms, double, bigint];
  const int = Buffer.alloc(4);
  int.writeInt32BE(number);
  return [...forms, double, bigint, int];
}
