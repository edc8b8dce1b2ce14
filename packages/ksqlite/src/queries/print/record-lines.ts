import { asBuffer, type LogRecord } from '../../log/topics/log-record.ts';
import { formatInference } from './infer-format.ts';

export interface PartitionRecord {
  readonly partition: number;
  readonly record: LogRecord;
}

/** Turns a topic's records into the lines of PRINT, lot by lot. */
export interface RecordLines {
  /** The lines of a lot; `formats` says what is new about how key and value are read. */
  of(lot: readonly PartitionRecord[]): {
    readonly formats: readonly string[];
    readonly lines: readonly string[];
  };
}

const UNKNOWN =
  ' does not match any supported format. It may be a STRING with encoding other than UTF8, or some other format.';

export function recordLines(): RecordLines {
  const keys = formatInference('key');
  const values = formatInference('value');
  let told = { key: '', value: '' };
  const line = ({ partition, record }: PartitionRecord): string =>
    `rowtime: ${rowtime(record.timestamp)}, key: ${keys.text(asBuffer(record.key))}, ` +
    `value: ${values.text(asBuffer(record.value))}, partition: ${partition}`;
  const list = (possible: readonly string[]): string =>
    possible.length === 0 ? UNKNOWN : possible.join(' or ');
  return {
    of: (lot) => {
      const active = [keys.possible()[0], values.possible()[0]];
      let lines = lot.map(line);
      // a format that later records ruled out was used for earlier ones: once more, in the one that is left
      if (keys.possible()[0] !== active[0] || values.possible()[0] !== active[1]) lines = lot.map(line);
      const now = { key: list(keys.possible()), value: list(values.possible()) };
      const formats = [
        ...(now.key === told.key ? [] : [`Key format: ${now.key}`]),
        ...(now.value === told.value ? [] : [`Value format: ${now.value}`]),
      ];
      told = now;
      return { formats, lines };
    },
  };
}

/** `2023/11/14 22:13:20.000 Z` */
const rowtime = (ms: number): string =>
  `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '').replaceAll('-', '/')} Z`;
