import { clearScreenDown, moveCursor } from 'node:readline';
import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** A stream that may be a terminal, such as process.stderr. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

type Env = Readonly<Record<string, string | undefined>>;

/** Whether `out` takes colours: FORCE_COLOR decides, then NO_COLOR, then whether it is a terminal that can. */
export function wantsColour(out: Pick<Output, 'isTTY'>, env: Env): boolean {
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '')
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return canMove(out, env);
}

/** Whether lines on `out` can be painted over. */
export function canMove(out: Pick<Output, 'isTTY'>, env: Env): boolean {
  return out.isTTY === true && env.TERM !== 'dumb';
}

/** Columns of `out`; 80 where it does not say. */
export function widthOf(out: Output): number {
  return out.columns !== undefined && out.columns > 0 ? out.columns : 80;
}

export interface Painter {
  /** Paints lines over those painted before. */
  paint(lines: readonly string[]): void;
  /** Takes away what is painted. */
  clear(): void;
}

/** Paints on a terminal, which may be resized in between. */
export function painter(out: Output): Painter {
  let painted: readonly string[] = [];
  const clear = (): void => {
    if (painted.length === 0) return;
    // A terminal that was made narrower has wrapped what was painted.
    const rows = painted.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / widthOf(out))),
      0,
    );
    moveCursor(out, 0, -rows);
    out.write('\r');
    clearScreenDown(out);
    painted = [];
  };
  return {
    paint: (lines) => {
      clear();
      out.write(lines.map((line) => `${line}\n`).join(''));
      painted = lines;
    },
    clear,
  };
}

function columnsOf(line: string): number {
  return stripVTControlCharacters(line).length;
}
