import type { RecordBytes, TestDriver } from 'ksqlite/testing';
import { engineOf } from 'ksqlite/testing';

/** What stands in the topics that a program's statements write: by topic and partition, a line a record, in order. */
export type Outputs = ReadonlyMap<string, readonly string[]>;

export function outputsOf(driver: TestDriver, sinks: readonly string[]): Outputs {
  const { topics } = engineOf(driver.database).log;
  const outputs = new Map<string, readonly string[]>();
  for (const topic of sinks)
    for (const partition of topics.get(topic)?.partitions ?? []) {
      const lines: string[] = [];
      for (let offset = 0; offset < partition.logEndOffset; offset++)
        lines.push(lineOf(partition.get(offset)));
      outputs.set(`${topic}/${partition.partition}`, lines);
    }
  return outputs;
}

/** A record as a line. */
export const lineOf = ({
  key,
  value,
  timestamp,
}: {
  readonly key: RecordBytes;
  readonly value: RecordBytes;
  readonly timestamp: number;
}): string => `${textOf(key)} | ${textOf(value)} | ${timestamp}`;

/** Where two ways to run a program differ first; undefined: nowhere. */
export function difference(
  expected: Outputs,
  actual: Outputs,
  only: (topic: string) => boolean = () => true,
): string | undefined {
  for (const [name, lines] of expected) {
    if (!only(name.slice(0, name.lastIndexOf('/')))) continue;
    const others = actual.get(name) ?? [];
    const at = lines.findIndex((line, i) => line !== others[i]);
    if (at >= 0 || others.length > lines.length) {
      const place = at >= 0 ? at : lines.length;
      return `${name}, record ${place} of ${lines.length}:\n      ${lines[place] ?? '(none)'}\n      ${others[place] ?? '(none)'}`;
    }
  }
  return undefined;
}

const textOf = (bytes: RecordBytes): string =>
  bytes === null ? 'null' : JSON.stringify(Buffer.from(bytes as string).toString('latin1'));
