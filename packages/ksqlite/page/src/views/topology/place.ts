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
const SMALLEST_FITTED = 0.55;
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

/** Moved as little as brings a part of the drawing into the frame; pure. */
export function revealing(
  place: Place,
  part: { readonly x: number; readonly y: number } & Size,
  frame: Size,
): Place {
  const { scale } = place;
  const by = (at: number, size: number, room: number): number =>
    at < EDGE ? EDGE - at : Math.min(0, room - EDGE - (at + size));
  return {
    scale,
    x: place.x + by(place.x + part.x * scale, part.width * scale, frame.width),
    y: place.y + by(place.y + part.y * scale, part.height * scale, frame.height),
  };
}

/** px between what is brought in and the edge of the frame */
const EDGE = 12;

/** Some of the drawing lies outside the frame; pure. */
export const overflows = ({ scale, x, y }: Place, drawing: Size, frame: Size): boolean =>
  x < -EDGE ||
  y < -EDGE ||
  x + drawing.width * scale > frame.width + EDGE ||
  y + drawing.height * scale > frame.height + EDGE;

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
