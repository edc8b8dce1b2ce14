/** The first record that is not as a test expects it, and why. */
export interface Difference {
  /** The stream, table or topic. */
  readonly where: string;
  /** Which of its records, from 1 on. */
  readonly record: number;
  readonly reason: 'different' | 'missing' | 'unexpected';
  readonly fields: readonly FieldDifference[];
  /** Of one that is missing: the last that came; of one that is not expected: it and what came behind it. One line each. */
  readonly came: readonly string[];
}

/** A column, or the key, window, timestamp or headers, in words. */
export interface FieldDifference {
  readonly name: string;
  /** undefined: nothing is expected of it */
  readonly expected: string | undefined;
  /** undefined: it is not there */
  readonly actual: string | undefined;
  readonly isDifferent: boolean;
}

/** So many records are shown at most. */
export const SHOWN_RECORDS = 5;

/** The difference for a person to read: what it is in the first line, then a table of what was expected and what came. */
export function differenceText(difference: Difference): string {
  const { fields, came, reason } = difference;
  const lines = [headlineOf(difference)];
  if (fields.length > 0) lines.push(...tableOf(fields, reason === 'different'));
  if (came.length > 0) {
    lines.push(reason === 'missing' ? 'what came last:' : 'what came besides:');
    lines.push(...came.slice(0, SHOWN_RECORDS).map((line) => `  ${line}`));
    if (came.length > SHOWN_RECORDS) lines.push(`  … and ${came.length - SHOWN_RECORDS} more`);
  }
  return lines.join('\n');
}

function headlineOf({ where, record, reason, fields }: Difference): string {
  switch (reason) {
    case 'missing':
      return `${where}: record ${record} is missing`;
    case 'unexpected':
      return `${where}: record ${record} is one too many`;
    case 'different': {
      const names = fields.filter(({ isDifferent }) => isDifferent).map(({ name }) => name);
      return `${where}: record ${record} differs in ${names.join(', ')}`;
    }
  }
}

function tableOf(fields: readonly FieldDifference[], isCompared: boolean): readonly string[] {
  const rows = fields.map(({ name, expected = '', actual = '', isDifferent }) => [
    isDifferent && isCompared ? '*' : ' ',
    name,
    expected,
    ...(isCompared ? [actual] : []),
  ]);
  const head = [' ', '', 'expected', ...(isCompared ? ['came'] : [])];
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => (row[at] ?? '').length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
