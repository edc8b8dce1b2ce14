import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { openDataFolder } from '../../src/line/data-folder.ts';
import { applyScripts, readScripts } from '../../src/line/sql-scripts.ts';
import { generatedCars } from '../../src/producer/generate.ts';
import { heartbeatParts, heartbeatSku } from '../../src/producer/heartbeat.ts';
import type { OutgoingRecord } from '../../src/topics/port.ts';
import type { BenchResult } from '../result.ts';

const CARS = 20_000;
const BATCH = 2_000;
/** Parts arrive in the log at this pace, so that windows and retention see a plausible stream time. */
const PARTS_PER_MS = 50;

/** N complete cars wait in the topics; how fast are they all on `rccar-awaiting-price`, durable? */
export async function assembly(missing: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-assembly-'));
  const fail = (error: unknown): void => {
    throw error;
  };
  try {
    const source = generatedCars({
      cars: CARS,
      rate: 'max',
      seed: 'bench',
      mix: { missing, late: 0, doubled: 0, surplus: 0 },
    });
    const filled = openDataFolder(folder, { fresh: true, now: Date.now, onFailure: fail });
    const topics = filled.topics.connect();
    await topics.create(
      [TOPICS.body, TOPICS.engine, TOPICS.remoteControl, TOPICS.wheel].map((name) => ({
        name,
        partitions: 4,
      })),
    );
    const start = Date.now();
    let sent = 0;
    const batch: OutgoingRecord[] = [];
    const records = source.records(0) as Iterator<{ topic: string; key: string; value: string }>;
    for (let next = records.next(); next.done !== true; next = records.next()) {
      const { topic, key, value } = next.value;
      batch.push({ topic, key, value, timestamp: start + Math.floor(sent / PARTS_PER_MS) });
      sent++;
      if (batch.length === BATCH) await topics.produce(batch.splice(0));
    }
    // heartbeats later than every window: what is incomplete comes out as well
    for (let i = 0; i < 4; i++) {
      const at = start + Math.floor(sent / PARTS_PER_MS) + 10_000 + i * 1_000;
      for (let p = 0; p < 4; p++)
        batch.push(
          ...heartbeatParts(heartbeatSku(`bench-${i}`, p, 4), at).map((r) => ({ ...r, timestamp: at })),
        );
    }
    await topics.produce(batch);
    await filled.close();

    const cpu = process.cpuUsage();
    const began = performance.now();
    const opened = openDataFolder(folder, { fresh: false, now: Date.now, onFailure: fail });
    await applyScripts(
      opened.engine,
      readScripts(fileURLToPath(new URL('../../ksql', import.meta.url))),
      Date.now,
    );
    do await opened.engine.scheduler.settled();
    while (opened.engine.scheduler.backlog() > 0);
    await opened.engine.scheduler.settled();
    const seconds = (performance.now() - began) / 1000;
    const used = process.cpuUsage(cpu);
    const { log } = opened.engine;
    const out = (name: string): number =>
      log.topics.get(name)?.partitions.reduce((sum, partition) => sum + partition.committedEnd, 0) ?? 0;
    const verdicts = out(TOPICS.awaitingPrice) + out(TOPICS.incomplete);
    if (verdicts !== CARS) throw new Error(`${verdicts} verdicts for ${CARS} cars`);
    const written = log.written();
    await opened.close();
    return {
      partsPerSecond: sent / seconds,
      seconds,
      cpuSeconds: (used.user + used.system) / 1e6,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
      bytesPerPart: written.bytes / sent,
      commits: written.commits,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
