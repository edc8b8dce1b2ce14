import type { ProcessingError } from '../../src/problems/problem.ts';
import { type Problem, ProblemNotices } from '../../src/problems/problem-notices.ts';

const error = (changes: Partial<ProcessingError> = {}): ProcessingError => ({
  queryId: 'CSAS_O_1',
  message: 'WHERE: Division by zero',
  reason: 'failed-expression',
  logger: 'processing.CSAS_O_1.WhereFilter',
  topic: 's',
  partition: 0,
  offset: 7,
  ...changes,
});

function started(): { notices: ProblemNotices; lines: Problem[] } {
  const lines: Problem[] = [];
  return { notices: new ProblemNotices((problem) => lines.push(problem)), lines };
}

describe('what is told of problems', () => {
  it('is the first of a kind, with its place and what to do', () => {
    const { notices, lines } = started();
    notices.add(error(), 'WHERE');
    expect(lines.map(({ text }) => text)).toEqual([
      'CSAS_O_1: s, partition 0, offset 7: WHERE: Division by zero. It is NULL in a SELECT list, and leaves the record out in WHERE and GROUP BY; CASE WHEN keeps such values away. (EXPLAIN CSAS_O_1; counts them.)',
    ]);
  });

  it('is then the 10th, the 100th and the 1,000th, with where the last one was', () => {
    const { notices, lines } = started();
    for (let offset = 1; offset <= 1_500; offset++) notices.add(error({ offset }), 'WHERE');
    expect(lines.map(({ count, offset }) => [count, offset])).toEqual([
      [1, 1],
      [10, 10],
      [100, 100],
      [1_000, 1_000],
    ]);
    expect(lines[3]?.text).toBe(
      'CSAS_O_1: 1,000 times by now, last s, partition 0, offset 1000: WHERE: Division by zero.',
    );
  });

  it('is of one kind where query, reason and place are', () => {
    const { notices, lines } = started();
    for (let i = 0; i < 2; i++) {
      notices.add(error(), 'WHERE');
      notices.add(error(), 'HALF');
      notices.add(error({ reason: 'late' }), 'WHERE');
      notices.add(error({ queryId: 'CSAS_O_2' }), 'WHERE');
    }
    expect(lines).toHaveLength(4);
  });

  it('takes the queries of clients for one, which nobody can EXPLAIN later', () => {
    const { notices, lines } = started();
    notices.add(error({ queryId: 'transient_S_1' }), 'WHERE');
    notices.add(error({ queryId: 'transient_S_2' }), 'WHERE');
    notices.add(error({ queryId: 'query_17' }), 'WHERE');
    expect(lines.map(({ queryId }) => queryId)).toEqual(['transient_S_1']);
    expect(lines[0]?.text).not.toContain('EXPLAIN');
  });

  it('remembers no more kinds than it has to', () => {
    const { notices, lines } = started();
    for (let i = 0; i <= 1_000; i++) notices.add(error({ queryId: `Q_${i}` }), 'WHERE');
    notices.add(error({ queryId: 'Q_0' }), 'WHERE');
    notices.add(error({ queryId: 'Q_1000' }), 'WHERE');
    expect(lines.length).toBe(1_002);
    expect(lines.at(-1)?.queryId).toBe('Q_0');
  });

  it('stays in its line, whatever records hold', () => {
    const { notices, lines } = started();
    notices.add(error({ message: `V: '\u001b[2J\nfoo${'x'.repeat(5_000)}' is not an INTEGER` }), 'V');
    expect(lines[0]?.text).toMatch(/^CSAS_O_1: s, partition 0, offset 7: V: ' \[2J foox+ …$/);
    expect(lines[0]?.text.length).toBeLessThan(610);
  });
});
