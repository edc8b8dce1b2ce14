import { seededRandom } from '../random.ts';
import type { Coverage } from './coverage.ts';
import type { Finding, OpenTarget } from './fuzz-target.ts';
import { minimise } from './minimise.ts';
import { mutator } from './mutate.ts';

export interface FuzzOptions {
  readonly name: string;
  readonly seed: number;
  /** inputs at most */
  readonly runs: number;
  /** as of performance.now() */
  readonly until: number;
  /** Ends at the first finding. */
  readonly first: boolean;
  /** Told of each input before it is taken: it may be the last. */
  readonly onInput: (input: Buffer) => void;
}

export interface Fuzzed {
  readonly target: string;
  readonly runs: number;
  readonly seconds: number;
  /** inputs that reach what no other does */
  readonly corpus: number;
  readonly corpusBytes: number;
  readonly blocks: number;
  readonly findings: readonly Finding[];
}

/** Inputs between two looks at the coverage, which cost as much as hundreds of inputs: more while there is no news. */
const SMALL_BATCH = 16;
const LARGE_BATCH = 1_024;
const MINIMISE_MS = 20_000;
const MOST_FINDINGS = 10;
const MOST_SEEDS = 100;
/** Inputs worth keeping are short: long ones slow all that are made of them. */
const LONGEST_KEPT = 16_384;

/** Fuzzes one border: seeds first, then mutants of what has reached something new. One seed gives one run. */
export async function fuzzOne(target: OpenTarget, coverage: Coverage, options: FuzzOptions): Promise<Fuzzed> {
  const { name, until, onInput } = options;
  const began = performance.now();
  const random = seededRandom(options.seed);
  const { next } = mutator(random, target.words);
  const corpus: Buffer[] = [];
  const findings = new Map<string, Finding>();
  let runs = 0;

  const find = async (input: Buffer): Promise<Failure | undefined> => {
    onInput(input);
    return failureOf(target, input);
  };
  const run = async (input: Buffer): Promise<void> => {
    runs++;
    const failure = await find(input);
    if (failure === undefined || findings.has(failure.kind)) return;
    const same = async (shorter: Buffer): Promise<boolean> => (await find(shorter))?.kind === failure.kind;
    const small = await minimise(input, same, performance.now() + MINIMISE_MS);
    findings.set(failure.kind, { target: name, ...failure, input: small.toString('base64') });
  };
  const isOver = (): boolean =>
    runs >= options.runs || performance.now() > until || findings.size >= (options.first ? 1 : MOST_FINDINGS);
  const keepIfNew = (input: Buffer): void => {
    if (coverage.isNews() && input.length <= LONGEST_KEPT) corpus.push(input);
  };

  coverage.reset();
  for (const seed of random.shuffled(target.seeds).slice(0, MOST_SEEDS)) {
    if (isOver()) break;
    await run(seed);
    keepIfNew(seed);
  }
  /** Halves a batch that ran something new, until the inputs that did are alone. */
  const split = async (batch: readonly Buffer[]): Promise<void> => {
    const half = Math.ceil(batch.length / 2);
    for (const part of [batch.slice(0, half), batch.slice(half)]) {
      for (const input of part) {
        onInput(input);
        await failureOf(target, input);
      }
      const [only] = part;
      if (part.length === 1 && only !== undefined) keepIfNew(only);
      else if (part.length > 1 && coverage.hasNewBlock()) await split(part);
    }
  };
  if (corpus.length === 0) corpus.push(Buffer.alloc(0));
  // the younger an entry, the more is left to be found around it
  const pick = (): Buffer =>
    corpus[Math.max(random.int(0, corpus.length - 1), random.int(0, corpus.length - 1))] as Buffer;
  let size = SMALL_BATCH;
  while (!isOver()) {
    const batch: Buffer[] = [];
    while (batch.length < size && !isOver()) {
      const input = next(pick(), pick());
      batch.push(input);
      await run(input);
    }
    if (!coverage.hasNewBlock()) {
      size = Math.min(2 * size, LARGE_BATCH);
      continue;
    }
    await split(batch);
    size = SMALL_BATCH;
  }
  return {
    target: name,
    runs,
    seconds: (performance.now() - began) / 1_000,
    corpus: corpus.length,
    corpusBytes: corpus.reduce((sum, { length }) => sum + length, 0),
    blocks: coverage.blocks(),
    findings: [...findings.values()],
  };
}

interface Failure {
  readonly kind: string;
  readonly message: string;
}

const SLOW = 'slow';
/** An input may take so long: what is linear is far below, what is quadratic is above from some ten thousand bytes on. */
const SLOW_MS = 400;
const SLOW_MS_PER_BYTE = 0.0015;
/** Slow once may be the machine's fault. */
const TRIES = 3;

/** What the border did wrong at the input; undefined: nothing. */
export async function failureOf(target: OpenTarget, input: Buffer): Promise<Failure | undefined> {
  const most = SLOW_MS + input.length * SLOW_MS_PER_BYTE;
  let fastest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES; tries++) {
    const began = performance.now();
    try {
      const taken = target.take(input);
      if (taken !== undefined) await taken;
    } catch (error) {
      return failureOfError(error);
    }
    fastest = Math.min(fastest, performance.now() - began);
    if (fastest <= most) return undefined;
  }
  return { kind: SLOW, message: `took ${Math.round(fastest)} ms for ${input.length} bytes` };
}

function failureOfError(error: unknown): Failure {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const places = [...stack.matchAll(/\/((?:src|faults)\/[^?:)]+)/g)].map((match) => match[1] ?? '');
  const place = places.find((path) => !path.endsWith('fuzz-target.ts')) ?? '';
  // numbers and quoted text differ from input to input
  const what = message.replace(/[0-9]+|["'`].*["'`]/gs, '…').slice(0, 80);
  return { kind: `${name}: ${what} (${place})`, message: stack.slice(0, 1_000) };
}
