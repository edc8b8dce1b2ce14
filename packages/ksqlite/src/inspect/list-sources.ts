import type { Source } from '../metastore/source.ts';
import type { SourceKind } from '../sql/ast/statement.ts';
import type { Inspected } from './inspected.ts';

export interface SourceInfo {
  readonly type: SourceKind;
  readonly name: string;
  readonly topic: string;
  readonly keyFormat: string;
  readonly valueFormat: string;
  readonly isWindowed: boolean;
}

/** SHOW STREAMS | TABLES, in the order they were made. */
export const listSources = (engine: Inspected, kind: SourceKind): readonly SourceInfo[] =>
  engine
    .sources()
    .filter((source) => source.kind === kind)
    .map(sourceInfo);

const sourceInfo = ({ kind, name, topic, keyFormat, valueFormat, window }: Source): SourceInfo => ({
  type: kind,
  name,
  topic,
  keyFormat,
  valueFormat,
  isWindowed: window !== undefined,
});
