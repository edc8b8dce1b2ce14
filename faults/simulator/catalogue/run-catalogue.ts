/**
 * The part catalogue on a disk that fails, in a process that dies: while it is filled, between its changes, at any write. What is
 * checked: what was acknowledged is there, rows and events agree, each committed row has one event, and the catalogue ends as one that
 * nobody killed.
 */
import { memoryDisk, type SimulatedDisk, simulatedDisk } from 'ksqlite/testing';
import type { Topics } from 'ksqlite/topics';
import { changeAtRate } from '../../../src/catalogue/changes/change-at-rate.ts';
import { countOf, fillCatalogue } from '../../../src/catalogue/generator/fill-catalogue.ts';
import { EmbeddedCatalogue } from '../../../src/catalogue/source/embedded/embedded-catalogue.ts';
import { type Random, seededRandom } from '../../random.ts';
import { failureViolations } from '../checks/disk-failure.ts';
import type { RunResult } from '../run-result.ts';
import type { Scenario } from '../scenario.ts';
import { databaseOn } from '../simulated-line.ts';
import { installVirtualTime, type VirtualTime } from '../virtual-time.ts';
import { catalogueViolations, rowsText } from './catalogue-violations.ts';

const DEADLINE_MS = 400_000;
const MOST_ENDS = 30;
const NO_FAULTS = { failure: 0, deathAtWrite: 0, slowestMs: 2 };

interface Work {
  readonly settings: { readonly parts: number; readonly seed: string };
  /** rows that are changed in all */
  readonly total: number;
  /** rows a second */
  readonly rate: number;
}

export async function runCatalogue(given: Scenario, start: number): Promise<RunResult> {
  // every event is looked at in the end: none is deleted
  const scenario = { ...given, retentionMs: undefined };
  const random = seededRandom(scenario.seed).fork(2);
  const time = installVirtualTime(start, random.fork(1));
  const work: Work = {
    settings: { parts: 70, seed: String(scenario.seed) },
    total: random.fork(3).int(20, 120),
    rate: random.fork(5).oneOf([50, 1_000, 100_000]),
  };
  const ends: string[] = [];
  const result = (violations: readonly string[]): RunResult => ({
    seed: scenario.seed,
    violations,
    ends,
    steps: time.steps(),
  });
  try {
    const disk = simulatedDisk(new Map(), random.fork(2));
    return result(await overDeaths(scenario, disk, work, { time, fate: random.fork(4), ends }));
  } catch (error) {
    return result([`the catalogue threw ${error instanceof Error ? (error.stack ?? error.message) : error}`]);
  } finally {
    time.uninstall();
  }
}

async function overDeaths(
  scenario: Scenario,
  disk: SimulatedDisk,
  work: Work,
  { time, fate, ends }: { readonly time: VirtualTime; readonly fate: Random; readonly ends: string[] },
): Promise<readonly string[]> {
  const deaths = fate.int(1, 6);
  let acknowledged = 0;
  while (ends.length < MOST_ENDS) {
    const mayEnd = ends.length < deaths;
    const faults = mayEnd ? { ...scenario.disk, deathAtWrite: 0.2 } : NO_FAULTS;
    let end: 'done' | 'dead' | undefined;
    let failure: unknown;
    const die = (): void => {
      end = 'dead';
    };
    const fail = (error: unknown): void => {
      failure ??= error;
      die();
    };
    const database = databaseOn(disk.mount(time.clock, faults, die), scenario, time, fail);
    const topics = database.connectTopics();
    const lost: string[] = [];
    const working = async (): Promise<void> => {
      await change(topics, work, time, acknowledged, lost, (rows) => {
        acknowledged = Math.max(acknowledged, rows);
      });
      end ??= 'done';
    };
    working().catch(fail);
    const isOver = (): boolean => {
      if (mayEnd && fate.chance(0.01)) die();
      return end !== undefined;
    };
    await time.run(isOver, time.now() + DEADLINE_MS);
    if (lost.length > 0) return lost;
    if (end === undefined) return ['the catalogue does not come to its end'];
    if (end === 'done') {
      Object.assign(faults, NO_FAULTS);
      const wrong: string[] = [];
      let killed = '';
      await time.finish(async () => {
        wrong.push(...(await catalogueViolations(topics)));
        killed = await rowsText(topics);
        await database.close();
      });
      if (wrong.length === 0 && killed !== (await unkilled(scenario, work, time)))
        wrong.push('the rows are others than those of a catalogue that nobody killed');
      return wrong;
    }
    const [wrong] = failure === undefined ? [] : failureViolations(failure);
    if (wrong !== undefined) return [wrong];
    const how = fate.oneOf(['kill', 'power'] as const);
    ends.push(how);
    disk.afterDeath(how);
    time.clear();
    time.jump(fate.int(-2_000, 2_000));
  }
  return ['it never gets up again'];
}

/** Opens, fills and changes a catalogue to its end. `onRows` is told how many committed rows are acknowledged by now. */
async function change(
  topics: Topics,
  { settings, total, rate }: Work,
  time: VirtualTime,
  acknowledged: number,
  lost: string[],
  onRows: (rows: number) => void,
): Promise<void> {
  const source = await EmbeddedCatalogue.open(topics);
  if (source.rowEvents < acknowledged)
    lost.push(`${acknowledged} rows were acknowledged, ${source.rowEvents} are there`);
  tellDurableRows(source, onRows);
  await fillCatalogue(source, settings, { clock: time.clock });
  await changeAtRate({
    source,
    settings,
    rate,
    until: total,
    filled: countOf(settings),
    clock: time.clock,
    signal: new AbortController().signal,
  });
}

/** Tells of each transaction, when it is acknowledged, how many rows were committed up to it. */
function tellDurableRows(source: EmbeddedCatalogue, onRows: (rows: number) => void): void {
  for (const name of ['fill', 'transact'] as const) {
    const accept = source[name].bind(source);
    source[name] = async (changes, at) => {
      const durable = accept(changes, at);
      const rows = source.rowEvents;
      await durable;
      onRows(rows);
    };
  }
}

async function unkilled(scenario: Scenario, work: Work, time: VirtualTime): Promise<string> {
  const database = databaseOn(memoryDisk(), scenario, time, () => undefined);
  const topics = database.connectTopics();
  let text = '';
  await time.finish(async () => {
    await change(topics, work, time, 0, [], () => undefined);
    text = await rowsText(topics);
    await database.close();
  });
  return text;
}
