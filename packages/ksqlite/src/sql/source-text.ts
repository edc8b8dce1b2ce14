import type { SourcePosition } from '../errors/source-position.ts';
import type { Span } from './ast/span.ts';

/** Where a span of the text is, counted in lines and columns. Linear in the text: only for messages. */
export function positionOf(text: string, span: Span, file?: string): SourcePosition {
  const offset = Math.min(span.start, text.length);
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = next + 1;
  }
  return {
    file,
    line,
    column: offset - lineStart + 1,
    offset,
    length: Math.max(0, Math.min(span.end, text.length) - offset),
  };
}
