import type { OpenTarget } from './fuzz-target.ts';

export interface Failure {
  readonly kind: string;
  readonly message: string;
  /** shorter inputs to try: few where each takes long */
  readonly tries: number;
}

/** An input may take so long: what is linear is far below, what is quadratic is above from some ten thousand bytes on. */
const SLOW_MS = 400;
const SLOW_MS_PER_BYTE = 0.0015;
/** Slow once may be the machine's fault. */
const TIMES = 3;
const TRIES = 5_000;
const SLOW_TRIES = 30;
const STACK = 30;

/** What the border did wrong at the input; undefined: nothing. `onTime` is called each time it is tried. */
export async function failureOf(
  target: OpenTarget,
  input: Buffer,
  onTime: () => void = () => undefined,
): Promise<Failure | undefined> {
  const most = SLOW_MS + input.length * SLOW_MS_PER_BYTE;
  let fastest = Number.POSITIVE_INFINITY;
  for (let times = 0; times < TIMES; times++) {
    onTime();
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    try {
      const taken = target.take(input);
      if (taken !== undefined) await taken;
    } catch (error) {
      return failureOfError((await errorWithStack(target, input)) ?? error);
    }
    if (performance.now() - began <= most) return undefined;
    // on a busy machine much of the time is others'
    const { user, system } = process.cpuUsage(cpu);
    fastest = Math.min(fastest, performance.now() - began, (user + system) / 1_000);
    if (fastest <= most) return undefined;
  }
  const message = `took ${Math.round(fastest)} ms for ${input.length} bytes`;
  return { kind: 'slow', message, tries: SLOW_TRIES };
}

/** What it throws once more: while fuzzing errors have no stack, for that costs more than most refusals. */
async function errorWithStack(target: OpenTarget, input: Buffer): Promise<unknown> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = STACK;
  try {
    await target.take(input);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function failureOfError(error: unknown): Failure {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const places = [...stack.matchAll(/\/((?:src|faults)\/[^?:)]+)/g)].map((match) => match[1] ?? '');
  const place = places.find((path) => !path.endsWith('fuzz-target.ts')) ?? '';
  // numbers and quoted text differ from input to input
  const what = message.replace(/[0-9]+|["'`].*["'`]/gs, '…').slice(0, 80);
  return { kind: `${name}: ${what} (${place})`, message: stack.slice(0, 1_000), tries: TRIES };
}
