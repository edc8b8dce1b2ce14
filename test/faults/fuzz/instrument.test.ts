import { transformSync } from '@swc/core';
import { instrumented } from '../../../faults/fuzz/instrument.ts';

/** The module's `run`, its counters, and what it says it compares with. */
function load(text: string) {
  const { code } = transformSync(instrumented('x.ts', text), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  let counters: number[] = [];
  let compared: readonly string[] = [];
  const fuzzCounters = (count: number, literals: readonly string[]): number[] => {
    counters = new Array<number>(count).fill(0);
    compared = literals;
    return counters;
  };
  const exports: { run?: (...args: readonly unknown[]) => unknown } = {};
  new Function('exports', 'globalThis', code)(exports, { fuzzCounters });
  return { run: exports.run as (...args: readonly unknown[]) => unknown, counters, compared };
}

const MODULE = `
type Word<T> = T extends string ? 'a' : 'b';
interface Shape { readonly run: () => void }
export function run(a: number, b?: string): unknown {
  const pick = (x: number) => ({ x });
  const spread = { ...(a > 5 ? { many: true } : { few: true }) };
  if (a === 1) return 'one'; // the first
  else if (a === 2) return \`two\${b ?? 'none'}\`;
  for (const i of [1, 2, 3]) if (i === a) { break } else continue
  let text = '';
  do text += 'd'; while (text.length < 3);
  label: for (;;) { for (;;) break label; }
  switch (b) {
    case 'x':
    case 'y': text += 'xy'; break;
    default: text += 'z';
  }
  try { if (a > 100 && b !== undefined || a < -100) throw new Error('far'); }
  catch { return 'caught'; }
  function* numbers() { yield* [a, a]; }
  class Box { n: number; static #made = 0; constructor(n: number) { this.n = n; Box.#made++; } get twice() { return this.n * 2; } }
  let late: (() => number) | undefined;
  late ??= () => a as number;
  return [text, pick(a), [...numbers()], new Box(a).n, late(), spread];
}
`;

describe('a module with counters', () => {
  const { run, counters, compared } = load(MODULE);
  const ran = (...args: readonly unknown[]): { result: unknown; blocks: number } => {
    counters.fill(0);
    const result = run(...args);
    return { result, blocks: counters.filter((count) => count > 0).length };
  };

  it('does what it did', () => {
    expect(run(1)).toBe('one');
    expect(run(2)).toBe('twonone');
    expect(run(2, 'b')).toBe('twob');
    expect(run(7, 'x')).toEqual(['dddxy', { x: 7 }, [7, 7], 7, 7, { many: true }]);
    expect(run(3)).toEqual(['dddz', { x: 3 }, [3, 3], 3, 3, { few: true }]);
    expect(run(101, 'a')).toBe('caught');
    expect(run(-101)).toBe('caught');
  });

  it('counts each arm, and how often it ran', () => {
    expect(ran(1).blocks).toBeLessThan(ran(3).blocks);
    expect(ran(2).blocks).toBe(ran(2, 'b').blocks + 1);
    run(7);
    expect(Math.max(...counters)).toBe(3);
  });

  it('keeps its lines, and tells what it compares with', () => {
    expect(instrumented('x.ts', MODULE).split('\n')).toHaveLength(MODULE.split('\n').length);
    expect(compared).toEqual(expect.arrayContaining(['x', 'y', '1', '100']));
  });
});
