import { divisionByZero } from '../errors/division-by-zero.ts';

/** INTEGER arithmetic as Java's `int` has it: 32 bits, overflow wraps around silently. */
export const INTEGER_ARITHMETIC = {
  '+': (a: number, b: number): number => (a + b) | 0,
  '-': (a: number, b: number): number => (a - b) | 0,
  '*': Math.imul,
  '/': (a: number, b: number): number => {
    if (b === 0) throw divisionByZero;
    return (a / b) | 0;
  },
  '%': (a: number, b: number): number => {
    if (b === 0) throw divisionByZero;
    return (a % b) | 0;
  },
} as const;
