import type { SourcePosition } from '../../../errors/source-position.ts';
import type { SourceKind } from '../../../sql/ast/statement.ts';

/** One statement of a migration, ready to be sent. */
export interface Step {
  /** its place among the file's statements that are sent, from 1 */
  readonly number: number;
  /** as it is sent */
  readonly sql: string;
  /** what SET said before it in the file; sent with it */
  readonly properties: Readonly<Record<string, string>>;
  readonly at: SourcePosition;
  readonly action: Action;
  /** of `sql` and `properties`, hexadecimal */
  readonly sha256: string;
  /** … of the statement as the printer writes it: the same where only blanks and comments differ */
  readonly meaning: string;
  /** The streams and tables that its query reads. */
  readonly reads: readonly string[];
  /** KAFKA_TOPIC; undefined: it names none. */
  readonly topic: string | undefined;
}

/** What a statement does to the server's catalogue: by this, one that was sent is recognised. Names as the server has them. */
export type Action =
  | {
      readonly kind: 'create';
      readonly source: string;
      readonly sourceKind: SourceKind;
      /** AS SELECT: a query fills it */
      readonly filled: boolean;
      /** IF NOT EXISTS or OR REPLACE: it may be there before */
      readonly mayExist: boolean;
    }
  | { readonly kind: 'insert'; readonly target: string; readonly queryId: string }
  | { readonly kind: 'drop'; readonly source: string; readonly sourceKind: SourceKind }
  /** it may be sent again: nothing shows whether it was carried out, and it does no harm */
  | { readonly kind: 'repeat'; readonly label: string }
  | { readonly kind: 'terminate'; readonly queryId: string | undefined };

/** For progress and messages: `CREATE STREAM PARTS`. */
export function labelOf({ action }: Step): string {
  switch (action.kind) {
    case 'create':
      return `CREATE ${action.sourceKind} ${action.source}`;
    case 'insert':
      return `INSERT INTO ${action.target}`;
    case 'drop':
      return `DROP ${action.sourceKind} ${action.source}`;
    case 'repeat':
      return action.label;
    case 'terminate':
      return `TERMINATE ${action.queryId ?? 'ALL'}`;
  }
}

/** The source or the query that the statement makes. */
export function madeBy({ action }: Step): string | undefined {
  if (action.kind === 'create') return action.source;
  return action.kind === 'insert' ? action.queryId : undefined;
}
