/**
 * The plan of a running query as a tree, each step with what went through its operators and what they keep.
 *
 * What must stay true: `OPERATORS` says how many operators a step is made of, and they are pushed in the order in which
 * the plan is walked here, inputs first (topology/build-*.ts).
 */
import type { TopicLog } from '../../log/topic-log.ts';
import type { OperatorMetrics } from '../../operators/operator-metrics.ts';
import { describeStep } from '../../plan/format-plan.ts';
import { planInputs } from '../../plan/plan-inputs.ts';
import type { PlanNode } from '../../plan/plan-node.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import { isRepartition, splitPlan } from '../../topology/split-plan.ts';
import type { PlanStep, StepCounts } from './page-answers.ts';

/** Operators that a step is made of, in its own part of the plan. */
const OPERATORS: Readonly<Record<PlanNode['kind'], number>> = {
  StreamSource: 0,
  TableSource: 1,
  TableLookup: 0,
  TableRows: 1,
  Filter: 1,
  TableFilter: 1,
  FlatMap: 1,
  Project: 1,
  TableProject: 1,
  // of the part that writes the topic; the one that reads it has none
  Repartition: 1,
  GroupRepartition: 1,
  StreamStreamJoin: 1,
  StreamTableJoin: 1,
  TableTableJoin: 1,
  ForeignKeyJoin: 1,
  StreamAggregate: 1,
  TableAggregate: 2,
  Sink: 0,
};

/** One part of the query: its operators, in the order in which they were made, and what each keeps. */
interface Part {
  readonly operators: readonly OperatorMetrics[];
  readonly bytes: ReadonlyMap<string, number>;
  taken: number;
}

/** The last step first, as EXPLAIN has it. */
export function planTree(log: TopicLog, query: RunningQuery): PlanStep {
  const parts = new Map(
    splitPlan(query.plan.input).map(({ root, name }) => [root as PlanNode, partOf(log, query, name)]),
  );
  const step = (node: PlanNode, outer: Part): PlanStep => {
    const part = parts.get(node) ?? outer;
    const inputs = planInputs(node).map((input) => step(input, part));
    const own = part.operators.slice(part.taken, part.taken + OPERATORS[node.kind]);
    part.taken += own.length;
    const isTopic = isRepartition(node) || node.kind === 'Sink';
    return {
      ...describeStep(node),
      counts: isTopic && own.length === 0 ? undefined : countsOf(own),
      stateBytes: own.reduce((sum, { operator }) => sum + (part.bytes.get(operator) ?? 0), 0),
      inputs,
    };
  };
  return step(query.plan, { operators: [], bytes: new Map(), taken: 0 });
}

function partOf(log: TopicLog, query: RunningQuery, name: string): Part {
  const operators = query.subTopologies.find((part) => part.name === name)?.metrics() ?? [];
  const names = operators.map(({ operator }) => operator).sort((a, b) => b.length - a.length);
  const bytes = new Map<string, number>();
  for (const [store, size] of log.storeBytes(`${query.id}/${name}/`)) {
    // QUERY/PART/PARTITION/STORE; an operator's stores are called as it is, or begin so
    const kept = store.split('/').slice(-1)[0] ?? '';
    const owner = names.find((operator) => kept === operator || kept.startsWith(`${operator}-`));
    if (owner !== undefined) bytes.set(owner, (bytes.get(owner) ?? 0) + size);
  }
  return { operators, bytes, taken: 0 };
}

function countsOf(operators: readonly OperatorMetrics[]): StepCounts | undefined {
  const [first] = operators;
  const last = operators.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const total = (of: (metrics: OperatorMetrics) => number): number =>
    operators.reduce((sum, metrics) => sum + of(metrics), 0);
  return {
    recordsIn: first.recordsIn,
    recordsOut: last.recordsOut,
    errors: total(({ errors }) => errors),
    late: total(({ late }) => late),
    dropped: total((one) => one.droppedNullKey + one.droppedNullValue + one.droppedFailed),
  };
}
