import { selfMovingClock } from '../../../../../test/producer/self-moving-clock.ts';
import { RetryWithBackoff } from '../../../src/cli/support/retry-with-backoff.ts';
import { CommandError, type CommandErrorCode } from '../../../src/errors/command-error.ts';

const away = () => new CommandError('KAFKA_AWAY', 'nobody answers');

function setUp(waitMs: number) {
  const clock = selfMovingClock(0);
  const lines: string[] = [];
  const stop = new AbortController();
  const retry = new RetryWithBackoff({ waitMs, clock, signal: stop.signal, log: (line) => lines.push(line) });
  return { clock, lines, stop, retry };
}

describe('RetryWithBackoff', () => {
  it('tries again with longer and longer pauses, and logs every five seconds', async () => {
    const { clock, lines, retry } = setUp(60_000);
    const tries: number[] = [];
    const attempt = async () => {
      tries.push(clock.now());
      if (tries.length < 7) throw away();
      return 'there';
    };
    expect(await clock.during(retry.untilAnswered(attempt))).toBe('there');
    expect(tries).toEqual([0, 500, 1_500, 3_500, 7_500, 12_500, 17_500]);
    expect(lines).toEqual([
      'nobody answers; trying again for 60 s',
      'nobody answers; trying again for 53 s',
      'nobody answers; trying again for 48 s',
      'it answers again, after 18 s',
    ]);
  });

  it('gives up after the time it was given, and says so', async () => {
    const { clock, retry } = setUp(10_000);
    const tries: number[] = [];
    const attempt = async () => {
      tries.push(clock.now());
      throw away();
    };
    const error = await clock.during(retry.untilAnswered(attempt).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({
      code: 'KAFKA_AWAY',
      message: 'nobody answers; gave up after 10 s (--wait)',
    });
    expect(tries.at(-1)).toBe(10_000);
  });

  it('begins to count again when it answered in between', async () => {
    const { clock, retry } = setUp(10_000);
    for (let round = 0; round < 5; round++) {
      await clock.during(retry.afterFailure(away()));
      clock.skip(8_000);
      retry.answered();
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
    const { clock, retry } = setUp(60_000);
    const error = new CommandError(code, 'wrong');
    await expect(retry.afterFailure(error)).rejects.toBe(error);
    expect(clock.now()).toBe(0);
  });

  it('counts a try that took long as time in which it was away, unless it answered meanwhile', async () => {
    const { clock, retry } = setUp(10_000);
    clock.skip(20_000);
    await expect(retry.afterFailure(away(), 10_000)).rejects.toThrow('gave up after 10 s');
    retry.answered();
    await clock.during(retry.afterFailure(away(), 10_000));
    expect(clock.now()).toBe(20_500);
  });

  it('does not wait for a try under way when it is stopped', async () => {
    const { stop, retry } = setUp(60_000);
    const waiting = retry.untilAnswered(() => new Promise(() => undefined));
    setImmediate(() => stop.abort());
    expect(await waiting).toBeUndefined();
  });

  it('ends a wait when it is stopped', async () => {
    const { stop, retry } = setUp(60_000);
    const waiting = retry.untilAnswered(() => Promise.reject(away()));
    setImmediate(() => stop.abort());
    expect(await waiting).toBeUndefined();
  });
});
