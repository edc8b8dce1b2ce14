/** DOUBLE arithmetic. A division by zero is an infinity or NaN, as IEEE 754 and Java have it. */
export const DOUBLE_ARITHMETIC = {
  '+': (a: number, b: number): number => a + b,
  '-': (a: number, b: number): number => a - b,
  '*': (a: number, b: number): number => a * b,
  '/': (a: number, b: number): number => a / b,
  '%': (a: number, b: number): number => a % b,
} as const;
