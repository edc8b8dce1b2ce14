import type { Column } from '../formats/codec.ts';
import type { WindowInfo } from '../metastore/source.ts';
import type { SourceKind } from '../sql/ast/statement.ts';

/** What a query gives out: the columns of its stream or table, key first. */
export interface SinkShape {
  readonly kind: SourceKind;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly window: WindowInfo | undefined;
}
