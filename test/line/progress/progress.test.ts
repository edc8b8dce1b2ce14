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
  serving: false,
  pricesPerSecond: 3,
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
    expect(etaMs({ ...state, pricesPerSecond: 100 }, 100)).toBeCloseTo(17_430);
    expect(etaMs({ ...state, sent: state.total, pricesPerSecond: 2 }, 0)).toBe(11_000);
  });
  it('is unknown while a rate is', () => {
    expect(etaMs(state, 0)).toBeUndefined();
    expect(etaMs({ ...state, pricesPerSecond: undefined }, 1)).toBeUndefined();
  });
  it('is nothing when all is done', () => {
    expect(etaMs({ ...state, sent: state.total, waiting: 0, pricesPerSecond: undefined }, 0)).toBe(0);
  });

  /** A line of steady rates: how it is after so many seconds, and when it ends. */
  function steadyLine(partsPerSecond: number, pricesPerSecond: number, cars: number, missing: number) {
    const parts = cars * 7 - Math.round(cars * missing);
    const sentFor = parts / partsPerSecond;
    const needed = cars * (1 - missing);
    const end = Math.max(sentFor + 5, 1 + needed / Math.min(pricesPerSecond, needed / sentFor));
    const at = (seconds: number): ProgressState => {
      const sent = Math.min(parts, partsPerSecond * seconds);
      const assembled = (sent / parts) * needed;
      const complete = Math.min(assembled, pricesPerSecond * Math.max(0, seconds - 1));
      const lacking = (Math.min(parts, partsPerSecond * Math.max(0, seconds - 5)) / parts) * cars * missing;
      return {
        ...state,
        total: parts,
        sent,
        outcomes: { COMPLETE: complete, MISSING_BODY: lacking },
        waiting: assembled - complete,
        pricesPerSecond,
      };
    };
    return { at, end };
  }

  it.each([
    ['the default: pricing takes longest', 40, 3.1, 100, 0.15],
    ['sending takes longest', 40, 50, 1_000, 0.15],
    ['half of the cars lack a part', 40, 3.1, 500, 0.5],
    ['all at once', 5_000, 3.1, 2_000, 0.15],
  ])('is right within a third from a tenth of the way on: %s', (_, parts, prices, cars, missing) => {
    const { at, end } = steadyLine(parts, prices, cars, missing);
    for (let tenth = 1; tenth < 9; tenth++) {
      const seconds = (end * tenth) / 10;
      const left = (end - seconds) * 1_000;
      const rate = at(seconds).sent < at(seconds).total ? parts : 0;
      const eta = etaMs(at(seconds), rate) ?? Number.NaN;
      expect(Math.abs(eta - left)).toBeLessThanOrEqual(left / 3);
    }
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

  it('says once that all is done, where it stays up', async () => {
    const clock = fakeClock();
    const { out, text } = output(undefined);
    let serving = false;
    const progress = startProgress({ out, env: {}, clock, read: () => ({ ...state, serving }) });
    await clock.advance(5_000);
    serving = true;
    await clock.advance(3_600_000);
    expect(text().split('\n')).toHaveLength(3);
    expect(text()).toMatch(
      /^5\.0 s: 420 of [^\n]* cars waiting\n10\.0 s: done, serving; 420 parts sent; 57 cars out/,
    );
    serving = false;
    await clock.advance(5_000);
    expect(text().split('\n')).toHaveLength(4);
    progress.stop();
    expect(
      renderProgress({ ...view, serving: true, etaMs: undefined }, { width: 120, colour: false })[0],
    ).toMatch(/done, serving$/);
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
