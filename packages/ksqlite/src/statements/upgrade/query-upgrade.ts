import type { UpgradeStep } from './upgrade-steps.ts';

/**
 * Why a running query can't become another one and keep its state, in ksqlDB's words; undefined: it can. Filters and SELECT
 * lists may change; sources, groups, aggregates and the key may not, and queries with joins or windows not at all.
 *
 * The two plans are gone through from their sinks down; where a passive step is met the two change places, as in ksqlDB: its
 * messages show the values in that order. Source: ksqlDB's ExecutionStep.validateUpgrade.
 *
 * @param from, to see upgrade-steps.ts
 */
export function queryUpgradeProblem(from: UpgradeStep, to: UpgradeStep): string | undefined {
  if (from.type === 'unsupported') return unsupported(from);
  if (from.type === 'passive') return queryUpgradeProblem(to, inputOf(from));
  if (from.input === undefined) return sourceProblem(from, to);
  return mismatch(from, to) ?? queryUpgradeProblem(from.input, inputOf(to));
}

/** A source: passive steps in front of the other plan's may be new. */
function sourceProblem(from: UpgradeStep, to: UpgradeStep): string | undefined {
  let source = to;
  while (source.name !== from.name) {
    if (source.isJoin) return 'Query is not upgradeable. Cannot change a non-join source into a join source.';
    if (source.type === 'unsupported') return unsupported(source);
    if (source.input === undefined)
      return `Query is not upgradeable. The root source node of the upgrade tree must be ${from.name}, but was ${className(source)}`;
    if (source.type === 'enforcing')
      return `Query is not upgradeable. Cannot add a ${className(source)} step that is not in the original query plan.`;
    source = source.input;
  }
  return mismatch(from, source);
}

function mismatch(from: UpgradeStep, to: UpgradeStep): string | undefined {
  const differs = (property: string, a: string, b: string): string =>
    `Query is not upgradeable. Plan step of type ${from.name} must have matching ${property}. Values differ: ${a} vs. ${b}`;
  if (from.name !== to.name) return differs('class', className(from), className(to));
  for (const [i, [property, value]] of from.properties.entries()) {
    const other = to.properties[i]?.[1] ?? '';
    if (value !== other) return differs(property, value, other);
  }
  return undefined;
}

const unsupported = ({ name }: UpgradeStep): string => `Upgrades not yet supported for ${name}`;

const className = ({ name }: UpgradeStep): string => `class io.confluent.ksql.execution.plan.${name}`;

function inputOf({ name, input }: UpgradeStep): UpgradeStep {
  if (input === undefined) throw new Error(`${name} reads no other step`);
  return input;
}
