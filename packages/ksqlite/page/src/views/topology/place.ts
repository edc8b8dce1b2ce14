/** Where a drawing lies inside its frame, and how large it is. Pure. */

export interface Place {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 0.15;
const LARGEST = 2.5;

/** Smaller nobody can read it: what does not fit then is reached by moving it. */
const SMALLEST_FITTED = 0.42;
const LARGEST_FITTED = 1.15;

/** The whole drawing in the middle of the frame; pure. */
export function fitted(drawing: Size, frame: Size): Place {
  const scale = Math.min(frame.width / drawing.width, frame.height / drawing.height);
  const bounded = Math.min(LARGEST_FITTED, Math.max(SMALLEST_FITTED, Number.isFinite(scale) ? scale : 1));
  return {
    scale: bounded,
    x: Math.max(0, (frame.width - drawing.width * bounded) / 2),
    y: Math.max(0, (frame.height - drawing.height * bounded) / 2),
  };
}

/** Scaled about a point of the frame; pure. */
export function zoomed(
  { scale, x, y }: Place,
  factor: number,
  at: { readonly x: number; readonly y: number },
): Place {
  const next = Math.min(LARGEST, Math.max(SMALLEST, scale * factor));
  const by = next / scale;
  return { scale: next, x: at.x - (at.x - x) * by, y: at.y - (at.y - y) * by };
}
