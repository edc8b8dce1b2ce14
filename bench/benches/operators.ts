import { parseStatements } from 'ksqlite/testing';
import { lineScripts } from '../../src/line/sql-folder.ts';
import type { Bench, Round, Scale } from '../bench.ts';
import { codecCases, type RecordCase } from '../operators/codec-cases.ts';
import { type Cost, costFigures, costOf, NOTHING } from '../operators/cost.ts';
import { runStatement } from '../operators/run-statement.ts';
import { STATEMENT_CASES } from '../operators/statement-case.ts';
import type { Sample } from '../results/result.ts';

const RECORDS: Readonly<Record<Scale, number>> = { full: 50_000, quick: 10_000, tiny: 100 };
const PARSES: Readonly<Record<Scale, number>> = { full: 100, quick: 20, tiny: 1 };

/** Each operator alone, in memory: what it is at best, and which one to look at. */
export const operators: Bench = {
  about: 'each operator alone, JSON in and out, the parser: records/s, heap bytes a record; in memory',
  columns: ['recordsPerSecond', 'nsPerRecord', 'heapBytesPerRecord', 'statementsPerSecond'],
  rounds: 3,
  warmUp: true,
  run: async ({ scale, say }: Round) => {
    const samples: Sample[] = [];
    for (const statement of STATEMENT_CASES) {
      say(statement.name);
      samples.push(sample(statement.name, await runStatement(statement, RECORDS[scale])));
    }
    for (const each of await codecCases()) {
      say(each.name);
      samples.push(sample(each.name, runEach(each, RECORDS[scale])));
    }
    say('parser');
    return [...samples, parser(PARSES[scale])];
  },
};

const sample = (name: string, cost: Cost): Sample => ({ case: name, figures: costFigures(cost) });

/** What a result is kept in, so that no compiler leaves the work out. */
let kept: unknown;

function runEach({ work }: RecordCase, records: number): Cost {
  const go = (count: number) => () => {
    for (let i = 0; i < count; i++) kept = work(i);
  };
  go(Math.ceil(records / 2))();
  const cost = costOf(records, go(records), NOTHING);
  if (kept === undefined) throw new Error('nothing came of it');
  return cost;
}

function parser(times: number): Sample {
  const scripts = lineScripts();
  const parse = (): number =>
    scripts.reduce((sum, { text, name }) => sum + parseStatements(text, { file: name }).length, 0);
  const statements = parse() * times;
  const { ms } = costOf(
    statements,
    () => {
      for (let i = 0; i < times; i++) parse();
    },
    NOTHING,
  );
  return { case: 'parser, over ksql/*.sql', figures: { statementsPerSecond: (statements * 1_000) / ms } };
}
