/** Entries of the processing log, as the engine writes them (problems/processing-log-entry.ts), for people; pure. */
import type { BrowsedRecord } from '../../api/answers.ts';

export interface LogEntry {
  readonly id: string;
  readonly time: number;
  /** The query, or empty. */
  readonly query: string;
  /** The step of it. */
  readonly step: string;
  readonly what: 'unreadable' | 'failed' | 'stopped';
  readonly message: string;
  readonly cause: string;
  /** What it is about; empty: the log does not hold it. */
  readonly record: string;
}

/** Most first. */
export function countsByQuery(entries: readonly LogEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { query } of entries) counts.set(query, (counts.get(query) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

interface Written {
  readonly logger?: string;
  readonly time?: number;
  readonly message?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
}

/** undefined: it is none. */
export function logEntry({ partition, offset, timestamp, value }: BrowsedRecord): LogEntry | undefined {
  const written = parsed(value);
  if (written?.message === undefined) return undefined;
  const {
    deserializationError: read,
    recordProcessingError: step,
    kafkaStreamsThreadError: end,
  } = written.message;
  const [, query = '', ...steps] = (written.logger ?? '').split('.');
  const about = read ?? step ?? end ?? {};
  return {
    id: `${partition} ${offset}`,
    time: written.time ?? timestamp,
    query,
    step: steps.join('.'),
    what: whatOf(read, end),
    message: textOf(about.errorMessage),
    cause: Array.isArray(about.cause) ? about.cause.map(textOf).join('\n') : '',
    record: read === null || read === undefined ? textOf(about.record) : fromBase64(textOf(read.recordB64)),
  };
}

type Part = Readonly<Record<string, unknown>> | null | undefined;

function whatOf(read: Part, end: Part): LogEntry['what'] {
  if (read !== null && read !== undefined) return 'unreadable';
  return end === null || end === undefined ? 'failed' : 'stopped';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function parsed(value: string | null): Written | undefined {
  try {
    return value === null ? undefined : (JSON.parse(value) as Written);
  } catch {
    return undefined;
  }
}

function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    return text;
  }
}
