import { createHash } from 'node:crypto';
import { seededRandom } from '../random.ts';
import { newCorpus } from './corpus.ts';
import { comparedLiterals, resetCoverage } from './coverage.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Finding, OpenTarget } from './fuzz-target.ts';
import { minimise } from './minimise.ts';
import { mutator } from './mutation/mutate.ts';

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
  /** inputs that run what no other does, or no shorter one */
  readonly corpus: number;
  readonly corpusBytes: number;
  /** of the inputs kept, in their order: two runs of one seed have the same */
  readonly corpusHash: string;
  readonly blocks: number;
  readonly findings: readonly Finding[];
}

const MOST_FINDINGS = 10;
const MOST_SEEDS = 2_000;

/**
 * Fuzzes one border: seeds first, then changed copies of what has run something new. As many inputs of one seed are the same
 * inputs, and find the same; what was found to be slow depends on the machine.
 */
export async function fuzzOne(target: OpenTarget, options: FuzzOptions): Promise<Fuzzed> {
  const { name, until, onInput } = options;
  const began = performance.now();
  const random = seededRandom(options.seed);
  const { next } = mutator(random, target.words, comparedLiterals());
  const corpus = newCorpus();
  const findings = new Map<string, Finding>();
  let runs = 0;

  const find = (input: Buffer): Promise<Failure | undefined> => {
    onInput(input);
    return failureOf(target, input, resetCoverage);
  };
  const run = async (input: Buffer): Promise<void> => {
    runs++;
    const failure = await find(input);
    corpus.look(input);
    if (failure === undefined || findings.has(failure.kind)) return;
    const same = async (shorter: Buffer): Promise<boolean> => (await find(shorter))?.kind === failure.kind;
    const small = await minimise(input, same, failure.tries);
    findings.set(failure.kind, {
      target: name,
      kind: failure.kind,
      message: failure.message,
      input: small.toString('base64'),
    });
  };
  const isOver = (): boolean =>
    runs >= options.runs || performance.now() > until || findings.size >= (options.first ? 1 : MOST_FINDINGS);

  Error.stackTraceLimit = 0;
  for (const seed of random.shuffled(target.seeds).slice(0, MOST_SEEDS)) {
    if (isOver()) break;
    await run(seed);
  }
  while (!isOver()) await run(next(corpus.pick(random), corpus.pick(random)));
  const kept = corpus.inputs();
  return {
    target: name,
    runs,
    seconds: (performance.now() - began) / 1_000,
    corpus: kept.length,
    corpusBytes: kept.reduce((sum, { length }) => sum + length, 0),
    corpusHash: hashOf(kept),
    blocks: corpus.blocks(),
    findings: [...findings.values()],
  };
}

function hashOf(inputs: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length} `).update(input);
  return hash.digest('hex').slice(0, 16);
}
