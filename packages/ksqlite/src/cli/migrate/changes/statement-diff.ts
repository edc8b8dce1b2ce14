import type { Statement } from '../../../sql/ast/statement.ts';
import { formatStatement } from '../../../sql/printer/format-statement.ts';
import type { FileStatement } from '../files/file-statements.ts';

/** A statement as it is compared: blanks, comments, and the case of names that are not quoted say nothing. */
export interface ComparedStatement {
  /** `CREATE STREAM PARTS` */
  readonly label: string;
  /** Two statements are the same one when this is the same. */
  readonly key: string;
  /** As the printer writes it; undefined: it is not known. */
  readonly printed: string | undefined;
  /** Its line in the file; undefined: it is not in the file. */
  readonly line: number | undefined;
}

/** What became of a statement that was carried out, or one that was not. */
export type StatementChange =
  | { readonly kind: 'changed'; readonly before: ComparedStatement; readonly now: ComparedStatement }
  | { readonly kind: 'added'; readonly now: ComparedStatement }
  | { readonly kind: 'removed'; readonly before: ComparedStatement };

export function comparedStatement({ parsed, properties, at }: FileStatement): ComparedStatement {
  const printed = formatStatement(parsed.statement);
  return {
    label: statementLabel(parsed.statement),
    key: JSON.stringify([printed, properties]),
    printed,
    line: at.line,
  };
}

/** For messages: what the statement does, and to what. */
export function statementLabel(statement: Statement): string {
  switch (statement.kind) {
    case 'CreateSource':
    case 'CreateAs':
      return `CREATE ${statement.sourceKind} ${statement.name.text}`;
    case 'InsertInto':
      return `INSERT INTO ${statement.target.text}`;
    case 'Drop':
      return `DROP ${statement.sourceKind} ${statement.name.text}`;
    default:
      return formatStatement(statement).split(/\s+/).slice(0, 3).join(' ');
  }
}

/**
 * What differs between two lists of statements. Of those that are the same in both, in order, as many as possible stay; of
 * the rest two with one label are one that was changed.
 */
export function diffStatements(
  before: readonly ComparedStatement[],
  now: readonly ComparedStatement[],
): readonly StatementChange[] {
  const kept = commonPairs(before, now);
  const removed = before.filter((_, i) => !kept.some(([b]) => b === i));
  const changes: StatementChange[] = [];
  for (const [n, statement] of now.entries()) {
    if (kept.some(([, at]) => at === n)) continue;
    const earlier = removed.findIndex(({ label }) => label === statement.label);
    const [same] = earlier < 0 ? [] : removed.splice(earlier, 1);
    changes.push(
      same === undefined
        ? { kind: 'added', now: statement }
        : { kind: 'changed', before: same, now: statement },
    );
  }
  return [...changes, ...removed.map((statement) => ({ kind: 'removed' as const, before: statement }))];
}

/** The longest common subsequence of keys, as pairs of indices. */
function commonPairs(
  before: readonly ComparedStatement[],
  now: readonly ComparedStatement[],
): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(now.length + 1));
  const at = (b: number, n: number): number => lengths[b]?.[n] ?? 0;
  for (let b = before.length - 1; b >= 0; b--)
    for (let n = now.length - 1; n >= 0; n--) {
      const row = lengths[b];
      if (row === undefined) continue;
      row[n] = before[b]?.key === now[n]?.key ? at(b + 1, n + 1) + 1 : Math.max(at(b + 1, n), at(b, n + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  for (let b = 0, n = 0; b < before.length && n < now.length; ) {
    if (before[b]?.key === now[n]?.key) pairs.push([b++, n++]);
    else if (at(b + 1, n) >= at(b, n + 1)) b++;
    else n++;
  }
  return pairs;
}
