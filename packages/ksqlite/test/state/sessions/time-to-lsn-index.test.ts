import fc from 'fast-check';
import { byteReader } from '../../../src/log/bytes/byte-reader.ts';
import { byteWriter } from '../../../src/log/bytes/byte-writer.ts';
import { timeToLsnIndex } from '../../../src/state/sessions/time-to-lsn-index.ts';

describe('a time-to-LSN index', () => {
  it('never answers with an LSN behind a change of that time, and not much before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: 1, maxLength: 60, size: 'max' }),
        fc.integer({ min: 10, max: 300 }),
        fc.nat(300),
        fc.nat(60),
        (moves, period, back, restart) => {
          let index = timeToLsnIndex(period);
          const written: { ts: number; lsn: number }[] = [];
          let ts = 0;
          for (const [i, move] of moves.entries()) {
            ts += move;
            written.push({ ts, lsn: i * 10 });
            index.add(ts, i * 10);
            if (i !== restart) continue;
            const writer = byteWriter(16);
            index.write(writer);
            index = timeToLsnIndex(period);
            index.read(byteReader(Buffer.from(writer.view())));
          }
          const from = ts - Math.min(back, period);
          const answer = index.lsnSince(from);
          for (const one of written) if (one.ts >= from) expect(one.lsn).toBeGreaterThanOrEqual(answer);
          const fineness = period / 16;
          const last = written.filter((one) => one.ts <= from - fineness).at(-1);
          if (last === undefined) return;
          const near = written.find((one) => one.ts > last.ts - fineness);
          expect(answer).toBeGreaterThanOrEqual(near!.lsn);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says that nothing is needed where nothing was written', () => {
    expect(timeToLsnIndex(10).lsnSince(5)).toBe(Number.POSITIVE_INFINITY);
  });
});
