import { answerSeeds } from '../answer-seeds.ts';
import { backlogFolder } from './backlogs/run-backlog.ts';
import { baseFolder } from './base-folder.ts';
import { runScenario, START } from './run-scenario.ts';
import { type Scenario, scenarioKind, scenarioOf } from './scenario.ts';

const bases = new Map<string, Promise<ReadonlyMap<string, Buffer>>>();

/** Given on the command line: what every scenario attacks. */
const onlyKind = scenarioKind(process.argv[2]);

/** A process that runs the scenarios of the seeds that it is sent. */
answerSeeds(async (seed) => {
  const scenario = scenarioOf(seed, onlyKind);
  return runScenario(scenario, await baseOf(scenario));
});

function baseOf({ kind, partitions, retentionMs }: Scenario): Promise<ReadonlyMap<string, Buffer>> {
  const cleaned = retentionMs !== undefined;
  const name = `${kind} ${partitions} ${cleaned}`;
  const now = START - 1_000;
  const newBase = (): Promise<ReadonlyMap<string, Buffer>> => {
    if (kind === 'catalogue') return Promise.resolve(new Map()); // it makes its topics itself
    return kind === 'line' ? baseFolder(now, partitions, cleaned) : backlogFolder(now, kind);
  };
  const base = bases.get(name) ?? newBase();
  bases.set(name, base);
  return base;
}
