import { CircuitBreaker } from '../../../src/enrich/requests/circuit-breaker.ts';
import { type Attempt, type Reach, RequestFailure } from '../../../src/enrich/requests/request-failure.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const failedAttempt = (reason: string, reach: Reach) => new RequestFailure('x', reason, { reach });

function circuitOf(answers: (id: string) => Attempt<unknown> = () => failedAttempt('x', 'unreachable')) {
  const clock = fakeClock();
  const life = new AbortController();
  const probed: { readonly id: string; readonly at: number }[] = [];
  let changes = 0;
  const circuit = new CircuitBreaker<string>({
    atLeast: 3,
    afterMs: 1_000,
    probe: async (id) => {
      probed.push({ id, at: clock.now() });
      return answers(id);
    },
    clock,
    signal: life.signal,
    onChange: () => {
      changes++;
    },
  });
  /** Records as many attempts, 400 ms apart. */
  const note = async (reach: Reach, times = 1): Promise<void> => {
    for (let i = 0; i < times; i++) {
      circuit.record(failedAttempt('x', reach));
      await clock.advance(400);
    }
  };
  return { circuit, clock, life, probed, note, changes: () => changes };
}

describe('the circuit opens', () => {
  it.each([
    ['unreachable', 'down'],
    ['silent', 'hung'],
    ['answered', 'closed'],
  ] as const)('on requests that are %s in a row: %s', async (reach, state) => {
    const { circuit, note } = circuitOf();
    await note(reach, 3);
    expect(circuit.state).toBe('closed'); // for 800 ms
    await note(reach);
    expect(circuit.state).toBe(state);
  });

  it('not on fewer requests than `atLeast`, however long', async () => {
    const { circuit, clock, note } = circuitOf();
    await note('unreachable', 2);
    await clock.advance(60_000);
    expect(circuit.state).toBe('closed');
  });

  it('not while anything is answered, an error too', async () => {
    const { circuit, note } = circuitOf();
    for (let i = 0; i < 10; i++) {
      await note('unreachable', 3);
      await note('answered');
    }
    expect(circuit.state).toBe('closed');
  });
});

describe('while it is down', () => {
  const never = new AbortController().signal;

  it('begins no request that was let in in the very moment it went down', async () => {
    const { circuit, clock, note } = circuitOf(() => failedAttempt('x', 'answered'));
    await note('unreachable', 3);
    let begun = 0;
    const lookup = circuit.guard('one', never, async () => {
      begun++;
      return failedAttempt('x', 'answered');
    });
    // no turn of the event loop in between
    circuit.record(failedAttempt('x', 'unreachable'));
    expect(circuit.state).toBe('down');
    await Promise.resolve();
    await Promise.resolve();
    expect(begun).toBe(0);
    await clock.advance(1_000);
    await lookup;
    expect([circuit.state, begun]).toEqual(['closed', 1]);
  });

  it('drops requests and starts them again when the API is back', async () => {
    let back = false;
    const { circuit, clock, note, probed } = circuitOf(() =>
      failedAttempt('x', back ? 'answered' : 'unreachable'),
    );
    const begun: AbortSignal[] = [];
    const lookup = circuit.guard('one', never, (signal) => {
      begun.push(signal);
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve(failedAttempt('dropped', 'silent'))),
      );
    });
    await note('unreachable', 4);
    expect(begun).toHaveLength(1);
    expect(begun[0]?.aborted).toBe(true);
    expect(circuit.allowsRecord()).toBe(false);
    await clock.advance(60_000);
    expect(probed.map(({ id }) => id)).toEqual(probed.map(() => 'one'));
    const gaps = probed.slice(1).map(({ at }, i) => at - probed[i]!.at);
    expect(gaps.slice(0, 7)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    back = true;
    await clock.advance(10_000);
    expect(circuit.state).toBe('closed');
    expect(begun).toHaveLength(2);
    expect(begun[1]?.aborted).toBe(false);
    void lookup;
  });

  it('lets a request go that is called off, and probes for no one', async () => {
    const { circuit, clock, note, probed } = circuitOf();
    const caller = new AbortController();
    await note('unreachable', 4);
    const lookup = circuit.guard('one', caller.signal, async () => failedAttempt('called off', 'silent'));
    await clock.advance(300);
    caller.abort();
    expect(await lookup).toMatchObject({ ok: false });
    const before = probed.length;
    await clock.advance(60_000);
    expect(probed).toHaveLength(before);
    expect(circuit.allowsRecord()).toBe(true); // a record to probe with
  });

  it('begins no probe once it is stopped', async () => {
    const { circuit, clock, life, note, probed } = circuitOf();
    await note('unreachable', 3);
    void circuit.guard('one', never, () => new Promise(() => undefined));
    await note('unreachable');
    const before = probed.length;
    life.abort();
    await clock.advance(60_000);
    expect(probed).toHaveLength(before);
    expect(clock.timers()).toBe(0);
  });

  it('is hung, and lets requests continue, when something takes connections again', async () => {
    const { circuit, clock, note } = circuitOf(() => failedAttempt('x', 'silent'));
    await note('unreachable', 4);
    const lookup = circuit.guard('one', never, async () => failedAttempt('in its time', 'silent'));
    await clock.advance(1_000);
    expect(circuit.state).toBe('hung');
    expect(await lookup).toMatchObject({ message: 'in its time' });
  });
});

describe('while it is hung', () => {
  it('lets a record be taken up now and then', async () => {
    const { circuit, clock, note } = circuitOf();
    await note('silent', 4);
    let taken = 0;
    for (let second = 0; second < 60; second++) {
      if (circuit.allowsRecord()) taken++;
      await clock.advance(1_000);
    }
    expect(taken).toBeGreaterThan(5);
    expect(taken).toBeLessThan(12);
    await note('answered');
    expect(circuit.state).toBe('closed');
  });
});
