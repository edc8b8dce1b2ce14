import type { SqlValue } from '../../../types/sql-value.ts';
import type { Column } from '../../codec.ts';
import { type Json, NEEDS_EXACT } from '../json-tree.ts';
import { learnShape, type Shape } from './shape.ts';

export interface Shapes {
  /** The row, if the text has a known shape. */
  read(text: string): SqlValue[] | undefined;
  /** Told of a text that had none, and what JSON.parse made of it. */
  missed(text: string, tree: Json): void;
}

/** Records of one topic that several producers write have several shapes. */
const MOST_SHAPES = 4;
/** Once there are that many, only one in that number of misses may replace the oldest: learning costs far more than parsing. */
const MISSES_PER_LESSON = 256;
/** A regular expression's stack grows with the text; so does its lead over JSON.parse shrink. */
const LONGEST_TEXT = 64 * 1024;

/** The shapes that a codec has seen lately; see `learnShape`. */
export function knownShapes(columns: readonly Column[]): Shapes {
  let shapes: Shape[] = [];
  let misses = 0;

  const readAs = (text: string): SqlValue[] | undefined => {
    for (const shape of shapes) {
      const row = shape(text);
      if (row !== undefined) return row;
    }
    return undefined;
  };

  return {
    read: (text) => {
      if (text.length > LONGEST_TEXT) return undefined;
      try {
        return readAs(text);
      } catch (error) {
        if (error === NEEDS_EXACT) return undefined;
        throw error;
      }
    },
    missed: (text, tree) => {
      const mayLearn = misses < MOST_SHAPES || misses % MISSES_PER_LESSON === 0;
      misses++;
      if (!mayLearn || text.length > LONGEST_TEXT) return;
      const shape = learnShape(columns, tree, text);
      if (shape !== undefined) shapes = [shape, ...shapes].slice(0, MOST_SHAPES);
    },
  };
}
