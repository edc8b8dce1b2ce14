import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Bench, Round, Scale } from '../bench.ts';
import { copyFolder } from '../line/copy-folder.ts';
import { launchBrowser, noPageHere } from '../page/browser-here.ts';
import { firstPaintMs } from '../page/first-paint.ts';
import { fill } from '../processes/fill.ts';
import { servedAddress } from '../processes/served-address.ts';
import type { ServedLineArgument, ServedLineMessage, ServedLineOrder } from '../processes/served-line.ts';
import { startFlags } from '../processes/start-flags.ts';
import { startProcess } from '../processes/start-process.ts';
import type { Figures } from '../results/figures.ts';
import type { Sample } from '../results/result.ts';

const CARS: Readonly<Record<Scale, number>> = { full: 20_000, quick: 5_000, tiny: 50 };
const IDLE_MS: Readonly<Record<Scale, number>> = { full: 10_000, quick: 5_000, tiny: 100 };
const PARTS_PER_SECOND = 50_000;
const EMPTY = '<!doctype html><title>empty</title><h1>Empty</h1>';

/** What does a page that is open cost the engine, and how soon is there something to see? */
export const page: Bench = {
  about: 'a line at full speed and at rest, its page open and closed, in turns; the first paint of the page',
  columns: ['cpuMsPer1000', 'cpuRatio', 'partsPerSecond', 'coreShare', 'firstPaintMs'],
  rounds: 6,
  warmUp: true,
  skip: noPageHere,
  run: look,
};

/** Parts in a folder that was filled for an earlier round, and how many rounds there were. */
const waiting = new Map<string, number>();
let turns = 0;

async function look(round: Round): Promise<readonly Sample[]> {
  const cars = CARS[round.scale];
  const filled = join(round.folder, 'filled');
  const parts = waiting.get(filled) ?? (await fillLine(round, filled, cars));
  waiting.set(filled, parts);
  // open and closed, closed and open: what gets slower or faster meanwhile does so for both
  const order = turns++ % 2 === 0 ? [false, true] : [true, false];
  const measured = new Map<boolean, Turn>();
  for (const isOpen of order) measured.set(isOpen, await turn(round, filled, isOpen));
  const [open, closed] = [measured.get(true) as Turn, measured.get(false) as Turn];
  for (const { verdicts } of [open, closed])
    if (verdicts !== cars) throw new Error(`${verdicts} verdicts for ${cars} cars`);
  const figures = ({ cpuSeconds, seconds }: Turn): Figures => ({
    cpuMsPer1000: (cpuSeconds * 1e6) / parts,
    partsPerSecond: parts / seconds,
  });
  const paints = await firstPaints(round);
  return [
    { case: 'full speed, closed', figures: figures(closed) },
    {
      case: 'full speed, open',
      figures: { ...figures(open), cpuRatio: open.cpuSeconds / closed.cpuSeconds },
    },
    { case: 'at rest, closed', figures: { coreShare: closed.idleShare } },
    { case: 'at rest, open', figures: { coreShare: open.idleShare } },
    { case: 'first paint, new browser', figures: { firstPaintMs: paints.page } },
    { case: 'the same of an empty page', figures: { firstPaintMs: paints.empty } },
  ];
}

async function fillLine({ say }: Round, folder: string, cars: number): Promise<number> {
  say(`fills the topics with ${cars.toLocaleString('en')} cars`);
  const options = { cars, missing: 0, partsPerSecond: PARTS_PER_SECOND, start: Date.now(), seed: 'bench' };
  return (await fill({ folder, ...options })).parts;
}

interface Turn {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly verdicts: number;
  /** of a core, all being done */
  readonly idleShare: number;
}

/** The line works off what waits, in a process of its own: CPU time is that process's alone, the browser's is not in it. */
async function turn({ folder, env, scale, say }: Round, filled: string, isOpen: boolean): Promise<Turn> {
  say(isOpen ? 'with the page open' : 'with the page closed');
  const work = join(folder, 'work');
  copyFolder(filled, work);
  const argument: ServedLineArgument = { folder: work };
  const line = startProcess<ServedLineMessage>('./served-line.ts', argument, startFlags());
  const browser = isOpen ? await launchBrowser(env) : undefined;
  const order = async (what: ServedLineOrder) => {
    line.child.send(what);
    const took = await line.next();
    if ('url' in took) throw new Error('the line told an address again');
    return took;
  };
  try {
    const url = await servedAddress(line);
    const shown = await browser?.newPage();
    await shown?.goto(`${url}/#/topology`, { timeout: 0 });
    await shown?.locator('g.node').first().waitFor({ timeout: 0 });
    const worked = await order('assemble');
    await shown?.locator('g.edge').first().waitFor({ state: 'attached', timeout: 0 });
    const rested = await order({ idleMs: IDLE_MS[scale] });
    return { ...worked, idleShare: rested.cpuSeconds / rested.seconds };
  } finally {
    await browser?.close();
    await line.kill();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Each in a browser that was just started; an empty page says what the browser and the machine take of it. */
async function firstPaints({ folder, env, say }: Round): Promise<{ page: number; empty: number }> {
  say('first paint');
  const argument: ServedLineArgument = { folder: join(folder, 'nothing') };
  const line = startProcess<ServedLineMessage>('./served-line.ts', argument, startFlags());
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(EMPTY),
  );
  const paint = async (url: string): Promise<number> => {
    const browser = await launchBrowser(env);
    return firstPaintMs(browser, url).finally(() => browser.close());
  };
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = await servedAddress(line);
    return {
      empty: await paint(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
      page: await paint(url),
    };
  } finally {
    server.close();
    await line.kill();
  }
}
