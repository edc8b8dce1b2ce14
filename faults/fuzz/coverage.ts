import { Session } from 'node:inspector';

/** What V8 counted of one function since it was last asked. */
interface FunctionCounts {
  readonly ranges: readonly {
    readonly startOffset: number;
    readonly endOffset: number;
    readonly count: number;
  }[];
}
interface ScriptCounts {
  readonly scriptId: string;
  readonly url: string;
  readonly functions: readonly FunctionCounts[];
}

/** A block of the code, and how often inputs have run it, in buckets: bits of `bucketOf`. */
interface Block {
  readonly start: number;
  readonly end: number;
  seen: number;
}

/** Both look at what ran since the last look, or since the last `reset`. */
export interface Coverage {
  reset(): void;
  /** One input ran: whether it ran a block, or a block as often, as none before. It is remembered. */
  isNews(): boolean;
  /** Several inputs ran: whether a block did that none remembered has run. */
  hasNewBlock(): boolean;
  /** blocks that an input has run */
  readonly blocks: () => number;
}

/**
 * V8's own block coverage of the scripts whose address `isOurs` says to. It sees code that is loaded after this call.
 * V8 leaves a block out whose count is that of the block around it, so counts are worked out for all known blocks.
 */
export function openCoverage(isOurs: (url: string) => boolean): Coverage {
  const session = new Session();
  session.connect();
  const ask = (method: string, params?: object): unknown => {
    let answer: unknown;
    // calls back before it returns: the session is of this very thread
    session.post(method, params, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  };
  ask('Profiler.enable');
  ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

  const functions = new Map<string, Map<number, Block[]>>();
  let covered = 0;
  const blocksOf = (script: string, start: number): Block[] => {
    let ofScript = functions.get(script);
    if (ofScript === undefined) {
      ofScript = new Map();
      functions.set(script, ofScript);
    }
    let blocks = ofScript.get(start);
    if (blocks === undefined) {
      blocks = [];
      ofScript.set(start, blocks);
    }
    return blocks;
  };
  const take = (): readonly ScriptCounts[] =>
    (ask('Profiler.takePreciseCoverage') as { result: readonly ScriptCounts[] }).result;

  /** Calls back for every block of a function that ran. */
  const look = (onBlock: (block: Block, count: number) => void): void => {
    for (const { scriptId, url, functions: called } of take()) {
      if (!isOurs(url)) continue;
      for (const { ranges } of called) {
        const [whole] = ranges;
        if (whole === undefined || whole.count === 0) continue;
        const blocks = blocksOf(scriptId, whole.startOffset);
        learnBlocks(blocks, ranges);
        for (const block of blocks) onBlock(block, countOf(block, ranges));
      }
    }
  };

  return {
    reset: take,
    isNews: () => {
      let news = false;
      look((block, count) => {
        const bit = 1 << bucketOf(count);
        if ((block.seen & bit) !== 0) return;
        if (count > 0 && block.seen <= 1) covered++;
        block.seen |= bit;
        news = true;
      });
      return news;
    },
    hasNewBlock: () => {
      let news = false;
      look((block, count) => {
        if (count > 0 && block.seen <= 1) news = true;
      });
      return news;
    },
    blocks: () => covered,
  };
}

function learnBlocks(blocks: Block[], ranges: FunctionCounts['ranges']): void {
  for (const { startOffset: start, endOffset: end } of ranges)
    if (!blocks.some((block) => block.start === start && block.end === end))
      blocks.push({ start, end, seen: 0 });
}

/** Of the innermost range around the block; V8 lists outer ranges first. */
function countOf({ start, end }: Block, ranges: FunctionCounts['ranges']): number {
  let count = 0;
  for (const range of ranges) if (range.startOffset <= start && range.endOffset >= end) count = range.count;
  return count;
}

/** Never, once, and by powers of four: a loop that runs once more is no news, one that runs often is. */
function bucketOf(count: number): number {
  if (count < 2) return count;
  if (count < 4) return 2;
  if (count < 16) return 3;
  return count < 64 ? 4 : 5;
}
