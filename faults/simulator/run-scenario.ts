import { type SimulatedDisk, simulatedDisk, type TopicLog } from 'ksqlite/testing';
import { PART_TOPICS, TOPICS } from '../../src/contracts/topic-names.ts';
import { type Random, seededRandom } from '../random.ts';
import { BACKLOGS } from './backlogs/backlogs.ts';
import { runBacklog } from './backlogs/run-backlog.ts';
import { runCatalogue } from './catalogue/run-catalogue.ts';
import { failureViolations } from './checks/disk-failure.ts';
import { dumper } from './checks/dump.ts';
import { outcomeViolations } from './checks/outcomes.ts';
import { promisedOf } from './checks/promised.ts';
import { rebuildViolations } from './checks/rebuild.ts';
import { type Remembered, remember, restartViolations } from './checks/restart.ts';
import { type RetentionWatch, retentionWatch } from './checks/retention.ts';
import { sentOnceViolations } from './checks/sent-once.ts';
import { unkilledViolations } from './checks/unkilled.ts';
import type { RunResult } from './run-result.ts';
import type { Scenario } from './scenario.ts';
import type { ScriptedRecord } from './scripted-producer.ts';
import { openSimulatedLine, PRICING, type SimulatedLine, scriptOf } from './simulated-line.ts';
import { type SimulatedPrices, simulatedPrices } from './simulated-prices.ts';
import { installVirtualTime, type VirtualTime } from './virtual-time.ts';

/** ms since the epoch */
export const START = 1_795_305_600_000;
/** A run that is not over by then never will be. ms of virtual time */
const DEADLINE_MS = 400_000;
/** How often it is looked whether all is done. ms of virtual time */
const LOOK_EVERY_MS = 400;
/** More than any scenario has: each failure of the disk is an end, too. */
const MOST_ENDS = 30;

const NO_FAULTS = { failure: 0, deathAtWrite: 0 };

interface RunContext {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly disk: SimulatedDisk;
  readonly prices: SimulatedPrices;
  readonly script: readonly ScriptedRecord[];
  /** decides when a process ends, and how */
  readonly fate: Random;
  /** undefined: nothing is past its retention */
  readonly retention: RetentionWatch | undefined;
  /** The machine slept: lookups may have run out of time meanwhile. */
  slept: boolean;
}

type End = 'done' | 'stuck' | 'stopped' | 'dead' | 'failed';

/**
 * Runs a scenario to its end, through all its deaths, and checks what is left. What the line throws is a violation.
 *
 * @param base the log that it begins with
 */
export async function runScenario(scenario: Scenario, base: ReadonlyMap<string, Buffer>): Promise<RunResult> {
  if (scenario.kind === 'catalogue') return runCatalogue(scenario, START);
  if (scenario.kind !== 'line') return runBacklog(scenario, BACKLOGS[scenario.kind], base, START);
  const random = seededRandom(scenario.seed).fork(2);
  const time = installVirtualTime(START, random.fork(1));
  const context: RunContext = {
    scenario,
    time,
    disk: simulatedDisk(base, random.fork(2)),
    prices: simulatedPrices(
      scenario,
      { start: START, slots: PRICING.slots, attempts: PRICING.retries + 1 },
      random.fork(3),
    ),
    script: scriptOf(scenario, START),
    fate: random.fork(4),
    retention: scenario.retentionMs === undefined ? undefined : retentionWatch(scenario.retentionMs),
    slept: false,
  };
  const ends: string[] = [];
  const violations: string[] = [];
  try {
    violations.push(...(await runProcesses(context, base, ends)));
  } catch (error) {
    violations.push(`the line threw ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  } finally {
    time.uninstall();
  }
  violations.push(...context.prices.violations, ...(context.retention?.violations() ?? []));
  const deleted = context.retention && { deleted: context.disk.removed() };
  return { seed: scenario.seed, violations, ends, steps: time.steps(), ...deleted };
}

/** One process after the other on one disk, until one comes to the end of all work. Gives what is wrong by then. */
async function runProcesses(
  context: RunContext,
  base: ReadonlyMap<string, Buffer>,
  ends: string[],
): Promise<readonly string[]> {
  const { scenario, time, disk, fate } = context;
  let before: Remembered | undefined;
  while (ends.length < MOST_ENDS) {
    const process = { died: false };
    const mayEnd = ends.length < scenario.ends;
    const faults = { ...scenario.disk, ...(mayEnd ? {} : NO_FAULTS) };
    const line = await openSimulatedLine({
      disk: disk.mount(time.clock, faults, () => {
        process.died = true;
      }),
      scenario,
      time,
      script: context.script,
      prices: context.prices.connect(time.clock),
      instance: `h${ends.length}`,
    });
    context.retention?.follow(line.engine.log, time.now);
    if (before !== undefined) {
      const wrong = restartViolations(before, line.engine.log);
      if (wrong.length > 0) return wrong;
    }
    const end = await runProcess(context, line, process, mayEnd);
    if (end === 'stuck' || (end === 'done' && (await stopParts(time, line, process, faults)))) {
      const wrong = outcomeViolations(dumper(line.engine.log), promisedOf(scenario, context.slept));
      wrong.push(...sentOnceViolations(line.engine.log, scenario.records));
      if (end === 'stuck') return ['the line does not settle', ...wrong];
      if (wrong.length === 0)
        wrong.push(...(await unkilledViolations(line.engine.log, base, scenario, context.script, time)));
      if (wrong.length === 0 && scenario.rebuild)
        wrong.push(...(await rebuildViolations(line.engine, disk.snapshot(), scenario, time)));
      await time.finish(() => line.engine.close());
      return wrong;
    }
    if (end === 'failed') {
      const wrong = failureViolations(line.failure());
      if (wrong.length > 0) return wrong;
    }
    if (end === 'stopped')
      await time.finish(
        async () => {
          await line.stop();
          await line.engine.close().catch(() => undefined); // the disk may fail even now
        },
        () => process.died,
      );
    before = remember(line.engine.log, line.sent());
    const how = fate.oneOf(['kill', 'power'] as const);
    ends.push(end === 'stopped' ? 'stop' : end === 'failed' ? `disk failed, ${how}` : how);
    disk.afterDeath(how);
    time.clear();
    time.jump(scenario.order === 'wild' ? fate.int(-20_000, 20_000) : fate.int(0, 2_000));
  }
  return ['it never gets up again'];
}

async function runProcess(
  context: RunContext,
  line: SimulatedLine,
  process: { readonly died: boolean },
  mayEnd: boolean,
): Promise<End> {
  const { scenario, time, fate } = context;
  const deathAtStep = mayEnd ? scenario.deathAtStep : 0;
  const stopAt = mayEnd && scenario.cleanStops ? time.now() + fate.int(0, 12_000) : Number.POSITIVE_INFINITY;
  const looking = settledLook(scenario, line, time);
  let end: End = 'stuck';
  const isOver = (): boolean => {
    if (fate.chance(0.0003)) {
      context.slept = true;
      time.jump(fate.int(1, 10_000));
    }
    if (process.died || (deathAtStep > 0 && fate.chance(deathAtStep))) end = 'dead';
    else if (line.failure() !== undefined) end = 'failed';
    else if (time.now() >= stopAt) end = 'stopped';
    else if (looking()) end = 'done';
    return end !== 'stuck';
  };
  const tick = (): void => void time.clock.after(LOOK_EVERY_MS, tick);
  tick();
  await time.run(isOver, START + DEADLINE_MS);
  return end;
}

/** Whether all was sent and has come out, and has stayed so for a while: what comes out twice comes out a second time. */
function settledLook(scenario: Scenario, line: SimulatedLine, time: VirtualTime): () => boolean {
  const { log, scheduler } = line.engine;
  const script = line.total;
  const dump = dumper(log);
  const promised = { ...promisedOf(scenario), situations: false };
  let lookAt = time.now();
  let wellSince: number | undefined;
  let lookedAt = '';
  let isWell = false;
  return () => {
    if (time.now() < lookAt) return false;
    lookAt = time.now() + LOOK_EVERY_MS;
    if (line.sent() < script || scheduler.backlog() > 0) return false;
    const there = JUDGED.map((topic) => endOf(log, topic)).join();
    if (there !== lookedAt) isWell = outcomeViolations(dump, promised).length === 0;
    lookedAt = there;
    if (!isWell) return false;
    wellSince ??= time.now();
    return time.now() - wellSince > 2 * LOOK_EVERY_MS;
  };
}

/** Topics that outcomes are judged by. */
const JUDGED = [...PART_TOPICS, TOPICS.completed, TOPICS.incomplete, TOPICS.deadLetter];

const endOf = (log: TopicLog, topic: string): number =>
  (log.topics.get(topic)?.partitions ?? []).reduce((sum, { highWatermark }) => sum + highWatermark, 0);

/** Stops all but the engine, and waits until what they did is committed. False: the process died of it. */
async function stopParts(
  time: VirtualTime,
  line: SimulatedLine,
  process: { readonly died: boolean },
  faults: object,
): Promise<boolean> {
  let failed = false;
  const hasDied = (): boolean => process.died || failed || line.failure() !== undefined;
  // the disk may fail even now
  const settled = (): Promise<void> =>
    line.engine.scheduler.settled().catch(() => {
      failed = true;
    });
  await time.finish(async () => {
    await line.stop();
    await settled();
  }, hasDied);
  // what is checked from here on is no part of the run; a write that is under way may still fail
  Object.assign(faults, NO_FAULTS);
  if (!hasDied()) await time.finish(settled, hasDied);
  return !hasDied();
}
