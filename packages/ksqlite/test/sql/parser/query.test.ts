import { column, integer, name, span } from '../support/build.ts';
import { meaning, query } from '../support/tree.ts';

const source = (text: string, alias?: string) => ({
  kind: 'AliasedSource',
  name: name(text),
  alias: alias === undefined ? undefined : name(alias),
  span,
});
const on = { kind: 'Binary', operator: '=', left: column('X', 'A'), right: column('X', 'B'), span };
const bare = meaning(query('SELECT * FROM a;'));
const clauses = (tail: string) => meaning(query(`SELECT * FROM a ${tail};`));

describe('queries', () => {
  it('has nothing in it but what is written', () => {
    expect(bare).toEqual(
      meaning({
        kind: 'Query',
        select: [{ kind: 'SelectAll', source: undefined, span }],
        from: source('A'),
        window: undefined,
        where: undefined,
        groupBy: [],
        partitionBy: [],
        having: undefined,
        emit: undefined,
        limit: undefined,
        span,
      }),
    );
  });

  it('selects', () => {
    expect(meaning(query('SELECT *, a.*, x, x AS y, x z, x `z`, x key FROM a;').select)).toEqual(
      meaning([
        { kind: 'SelectAll', source: undefined, span },
        { kind: 'SelectAll', source: name('A'), span },
        ...[undefined, 'Y', 'Z', 'z', 'KEY'].map((alias) => ({
          kind: 'SelectExpression',
          expression: column('X'),
          alias: alias && name(alias),
          span,
        })),
      ]),
    );
  });

  it.each<[string, object]>([
    ['WHERE x', { where: column('X') }],
    ['GROUP BY x', { groupBy: [column('X')] }],
    ['GROUP BY x, 1', { groupBy: [column('X'), integer(1)] }],
    ['GROUP BY (x, 1)', { groupBy: [column('X'), integer(1)] }],
    ['GROUP BY (x)', { groupBy: [column('X')] }],
    [
      'GROUP BY (x) + 1, (1)',
      {
        groupBy: [{ kind: 'Binary', operator: '+', left: column('X'), right: integer(1), span }, integer(1)],
      },
    ],
    ['GROUP BY (x IS NULL)', { groupBy: [{ kind: 'IsNull', operand: column('X'), negated: false, span }] }],
    ['PARTITION BY (x, 1) EMIT CHANGES', { partitionBy: [column('X'), integer(1)], emit: 'CHANGES' }],
    [
      'GROUP BY x PARTITION BY y HAVING z',
      {
        groupBy: [column('X')],
        partitionBy: [column('Y')],
        having: column('Z'),
      },
    ],
    ['EMIT FINAL', { emit: 'FINAL' }],
    ['EMIT CHANGES LIMIT 3', { emit: 'CHANGES', limit: 3 }],
    ['b', { from: source('A', 'B') }],
    ['AS b', { from: source('A', 'B') }],
    ['emit EMIT CHANGES', { from: source('A', 'EMIT'), emit: 'CHANGES' }],
    ['partition PARTITION BY x', { from: source('A', 'PARTITION'), partitionBy: [column('X')] }],
    ['AS of', { from: source('A', 'OF') }],
    ['AS of WHERE x', { from: source('A', 'OF'), where: column('X') }],
  ])('%s', (tail, expected) => {
    expect(clauses(tail)).toEqual({ ...bare, ...meaning(expected) });
  });

  it.each<[string, object]>([
    ['TUMBLING (SIZE 1 HOUR)', { type: 'TUMBLING', sizeMs: 3_600_000 }],
    [
      'tumbling (size 1 days, retention 2 days, grace period 0 seconds)',
      {
        type: 'TUMBLING',
        sizeMs: 86_400_000,
        retentionMs: 172_800_000,
        graceMs: 0,
      },
    ],
    [
      'TUMBLING (SIZE 5 MILLISECONDS, GRACE PERIOD 1 MILLISECOND)',
      { type: 'TUMBLING', sizeMs: 5, graceMs: 1 },
    ],
    [
      'HOPPING (SIZE 30 SECONDS, ADVANCE BY 1 SECOND, RETENTION 1 MINUTE)',
      {
        type: 'HOPPING',
        sizeMs: 30_000,
        advanceMs: 1_000,
        retentionMs: 60_000,
      },
    ],
    ['SESSION (10 MINUTES)', { type: 'SESSION', sizeMs: 600_000 }],
    [
      'SESSION (5 SECONDS, RETENTION 10 MINUTES, GRACE PERIOD 5 MINUTES)',
      {
        type: 'SESSION',
        sizeMs: 5_000,
        retentionMs: 600_000,
        graceMs: 300_000,
      },
    ],
  ])('WINDOW %s', (window, expected) => {
    const absent = { advanceMs: undefined, retentionMs: undefined, graceMs: undefined };
    expect(clauses(`WINDOW ${window} GROUP BY x`)).toMatchObject({ window: { ...absent, ...expected } });
  });

  it.each<[string, string]>([
    ['JOIN', 'INNER'],
    ['INNER JOIN', 'INNER'],
    ['LEFT JOIN', 'LEFT'],
    ['LEFT OUTER JOIN', 'LEFT'],
    ['RIGHT JOIN', 'RIGHT'],
    ['RIGHT OUTER JOIN', 'RIGHT'],
    ['FULL JOIN', 'OUTER'],
    ['FULL OUTER JOIN', 'OUTER'],
  ])('%s', (written, type) => {
    expect(clauses(`${written} b ON a.x = b.x`).from).toEqual(
      meaning({
        kind: 'Join',
        type,
        left: source('A'),
        right: source('B'),
        within: undefined,
        on,
        span,
      }),
    );
  });

  it.each<[string, object]>([
    ['5 SECONDS', { beforeMs: 5_000, afterMs: 5_000, graceMs: undefined }],
    ['5 SECONDS GRACE PERIOD 1 DAY', { beforeMs: 5_000, afterMs: 5_000, graceMs: 86_400_000 }],
    ['(1 HOUR, 0 SECONDS)', { beforeMs: 3_600_000, afterMs: 0, graceMs: undefined }],
    [
      '(1 HOUR, 2 HOURS) GRACE PERIOD 1 HOUR',
      { beforeMs: 3_600_000, afterMs: 7_200_000, graceMs: 3_600_000 },
    ],
  ])('WITHIN %s', (written, within) => {
    expect(clauses(`JOIN b WITHIN ${written} ON a.x = b.x`).from).toMatchObject({ within });
  });

  it('leans joins to the left', () => {
    expect(clauses('c JOIN b ON a.x = b.x LEFT JOIN d AS e WITHIN 1 DAY ON a.x = b.x').from).toMatchObject(
      meaning({
        kind: 'Join',
        type: 'LEFT',
        right: source('D', 'E'),
        within: { beforeMs: 86_400_000 },
        left: { kind: 'Join', type: 'INNER', left: source('A', 'C'), right: source('B') },
      }),
    );
  });
});
