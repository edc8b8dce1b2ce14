import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { type Output, wantsColour } from 'ksqlite/cli';
import { fakeClock } from '../../../packages/ksqlite/test/support/fake-clock.ts';
import { etaMs } from '../../../src/line/progress/eta.ts';
import type { ProgressState, ProgressView } from '../../../src/line/progress/progress-state.ts';
import { rateMeter } from '../../../src/line/progress/rate-meter.ts';
import { plainProgress, renderProgress } from '../../../src/line/progress/render.ts';
import { startProgress } from '../../../src/line/progress/start-progress.ts';

const state: ProgressState = {
  sent: 420,
  total: 1_663,
  outcomes: { COMPLETE: 51, MISSING_BODY: 3, MISSING_WHEELS: 2, INCOMPLETE: 1, FAILED_GET_PRICE: 1 },
  inFlight: 5,
  slots: 5,
  waiting: 22,
  circuit: 'closed',
};
const view: ProgressView = { ...state, elapsedMs: 10_500, partsPerSecond: 40.2, etaMs: 18_000 };

function output(columns: number | undefined): { out: Output; text: () => string } {
  let text = '';
  const out: Output = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        text += chunk.toString('utf8');
        done();
      },
    }),
    columns === undefined ? {} : { isTTY: true, columns },
  );
  return { out, text: () => text };
}

describe('renderProgress', () => {
  it.each([40, 80, 120])('fits into %i columns', (width) => {
    const lines = renderProgress(view, { width, colour: false });
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    expect(lines.join('\n')).toMatchSnapshot();
  });

  it('says the same in colours', () => {
    const plain = renderProgress(view, { width: 80, colour: false });
    const coloured = renderProgress(view, { width: 80, colour: true });
    expect(coloured[1]).toContain('\u001b[32m  51 complete\u001b[39m');
    expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(plain);
  });

  it('shows a source without a record as sent', () => {
    expect(renderProgress({ ...view, sent: 0, total: 0 }, { width: 40, colour: false })[0]).toContain(
      '██████',
    );
  });
});

it('says when the price API is away, and how many cars wait for it', () => {
  const [, pricing] = renderProgress({ ...view, circuit: 'down' }, { width: 120, colour: false });
  expect(pricing).toContain('price API down, 22 cars wait');
  expect(pricing).not.toContain('slots');
  expect(plainProgress({ ...view, circuit: 'hung', waiting: 1 })).toContain('; price API hung, 1 car waits');
});

it('plainProgress is one line', () => {
  expect(plainProgress(view)).toBe(
    '10.5 s: 420 of 1,663 parts sent; 57 cars out (51 complete, 5 missing, 1 failed, 1 late); ' +
      '5 of 5 slots in use, 22 cars waiting; about 18.0 s left',
  );
});

describe('wantsColour', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('with %j on a terminal (%s): %s', (env, isTty, expected) => {
    expect(wantsColour(output(isTty ? 80 : undefined).out, env)).toBe(expected);
  });
});

describe('etaMs', () => {
  it('is the longer one of sending and pricing', () => {
    expect(etaMs(state, 100, 100)).toBeCloseTo(17_430);
    expect(etaMs({ ...state, sent: state.total }, 0, 2)).toBe(11_000);
  });
  it('is unknown while a rate is', () => {
    expect(etaMs(state, 0, 1)).toBeUndefined();
    expect(etaMs(state, 1, 0)).toBeUndefined();
  });
  it('is nothing when all is done', () => {
    expect(etaMs({ ...state, sent: state.total, waiting: 0 }, 0, 0)).toBe(0);
  });
});

it('rateMeter forgets what is older than its window', () => {
  const meter = rateMeter(1_000);
  expect(meter.at(0, 0)).toBe(0);
  expect(meter.at(500, 50)).toBe(100);
  expect(meter.at(1_500, 50)).toBe(0);
});

describe('startProgress', () => {
  it('writes a plain line every 5 s where there is no terminal, and a last one', async () => {
    const clock = fakeClock();
    const { out, text } = output(undefined);
    const progress = startProgress({ out, env: {}, clock, read: () => state });
    await clock.advance(10_900);
    progress.note('A note.');
    progress.stop();
    await clock.advance(60_000);
    expect(
      text()
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['5.0 s', '10.0 s', 'A note.', '10.9 s', '']);
    expect(text()).not.toContain('\u001b');
  });

  it('paints over its lines on a terminal and takes them away in the end', async () => {
    const clock = fakeClock();
    const { out, text } = output(60);
    const progress = startProgress({ out, env: { NO_COLOR: '1' }, clock, read: () => state });
    const first = text();
    expect(first.split('\n')).toHaveLength(3);
    await clock.advance(200);
    expect(text().slice(first.length).startsWith('\u001b[2A\r\u001b[0JParts ')).toBe(true);
    progress.stop();
    expect(text().endsWith('\u001b[2A\r\u001b[0J')).toBe(true);
    expect(clock.timers()).toBe(0);
    expect(out.listenerCount('resize')).toBe(0);
  });

  it('knows how many rows its lines take on a terminal made narrower', () => {
    const clock = fakeClock();
    const { out, text } = output(60);
    startProgress({ out, env: {}, clock, read: () => state });
    Object.assign(out, { columns: 20 });
    const before = text().length;
    out.emit('resize');
    expect(text().slice(before).startsWith('\u001b[5A\r')).toBe(true);
  });
});
