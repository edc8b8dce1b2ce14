import { selfMovingClock } from '../../../../../test/producer/self-moving-clock.ts';
import { createPatience, untilAnswered } from '../../../src/cli/support/patience.ts';
import { CommandError, type CommandErrorCode } from '../../../src/errors/command-error.ts';

const away = () => new CommandError('KAFKA_AWAY', 'nobody answers');

function setUp(waitMs: number) {
  const clock = selfMovingClock(0);
  const told: string[] = [];
  const stop = new AbortController();
  const patience = createPatience({ waitMs, clock, signal: stop.signal, say: (line) => told.push(line) });
  return { clock, told, stop, patience };
}

describe('patience', () => {
  it('tries again with longer and longer pauses, and tells every five seconds', async () => {
    const { clock, told, stop, patience } = setUp(60_000);
    const tries: number[] = [];
    const attempt = async () => {
      tries.push(clock.now());
      if (tries.length < 7) throw away();
      return 'there';
    };
    expect(await clock.during(untilAnswered(patience, { clock, signal: stop.signal }, attempt))).toBe(
      'there',
    );
    expect(tries).toEqual([0, 500, 1_500, 3_500, 7_500, 12_500, 17_500]);
    expect(told).toEqual([
      'nobody answers; trying again for 60 s',
      'nobody answers; trying again for 53 s',
      'nobody answers; trying again for 48 s',
      'it answers again, after 18 s',
    ]);
  });

  it('gives up after the time it was given, and says so', async () => {
    const { clock, stop, patience } = setUp(10_000);
    const tries: number[] = [];
    const attempt = async () => {
      tries.push(clock.now());
      throw away();
    };
    const error = await clock.during(
      untilAnswered(patience, { clock, signal: stop.signal }, attempt).catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({
      code: 'KAFKA_AWAY',
      message: 'nobody answers; gave up after 10 s (--wait)',
    });
    expect(tries.at(-1)).toBe(10_000);
  });

  it('begins to count anew when it answered in between', async () => {
    const { clock, patience } = setUp(10_000);
    for (let round = 0; round < 5; round++) {
      await clock.during(patience.afterFailure(away()));
      clock.skip(8_000);
      patience.answered();
    }
    expect(clock.now()).toBeGreaterThan(10_000);
  });

  it.each<CommandErrorCode>([
    'USAGE',
    'KAFKA_REFUSED',
    'KAFKA_CLIENT',
    'TOPIC_PARTITIONS',
    'INPUT_UNREADABLE',
  ])('does not wait where waiting does not help: %s', async (code) => {
    const { clock, patience } = setUp(60_000);
    const error = new CommandError(code, 'wrong');
    await expect(patience.afterFailure(error)).rejects.toBe(error);
    expect(clock.now()).toBe(0);
  });

  it('counts a try that took long as time in which it was away, unless it answered meanwhile', async () => {
    const { clock, patience } = setUp(10_000);
    clock.skip(20_000);
    await expect(patience.afterFailure(away(), 10_000)).rejects.toThrow('gave up after 10 s');
    patience.answered();
    await clock.during(patience.afterFailure(away(), 10_000));
    expect(clock.now()).toBe(20_500);
  });

  it('does not wait for a try under way when it is stopped', async () => {
    const { clock, stop, patience } = setUp(60_000);
    const world = { clock, signal: stop.signal };
    const waiting = untilAnswered(patience, world, () => new Promise(() => undefined));
    setImmediate(() => stop.abort());
    expect(await waiting).toBeUndefined();
  });

  it('ends a wait when it is stopped', async () => {
    const { clock, stop, patience } = setUp(60_000);
    const waiting = untilAnswered(patience, { clock, signal: stop.signal }, () => Promise.reject(away()));
    setImmediate(() => stop.abort());
    expect(await waiting).toBeUndefined();
  });
});
