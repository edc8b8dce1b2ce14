import { FunctionError } from '../../function-error.ts';

const step = /\.([\p{L}\p{Nd}_:@]+)|\[([\p{L}\p{Nd}_]+)\]|\["((?:[^"\\]|\\["\\])*)"\]/uy;

/** The steps of a path such as `$.a.b[0]["c d"]`. */
export function jsonPath(path: string): readonly string[] {
  const invalid = (): FunctionError => new FunctionError(`Invalid JSON path: '${path}'`);
  if (!path.startsWith('$')) throw invalid();
  const steps: string[] = [];
  let at = 1;
  while (at < path.length) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (found === null) throw invalid();
    const [text, name, index, quoted] = found;
    steps.push(name ?? index ?? (quoted ?? '').replace(/\\(.)/g, '$1'));
    at += text.length;
  }
  return steps;
}
