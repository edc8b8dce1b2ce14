/** What PostgreSQL's catalogue says of a type. */
export interface TypeInfo {
  readonly oid: number;
  readonly name: string;
  /** b a base type, d a domain, e an enum, r a range, m a multirange, c a row. */
  readonly kind: string;
  /** Of an array; 0: it is not one. */
  readonly element: number;
  /** Of a domain. */
  readonly base: number;
  readonly modifier: number;
  /** Of an enum, in order. */
  readonly labels: readonly string[];
}

export type Types = ReadonlyMap<number, TypeInfo>;

/** How columns are written: Debezium's keys of the same names. */
export interface TypeSettings {
  readonly decimals: 'precise' | 'string' | 'double';
  readonly times: 'adaptive' | 'adaptive_time_microseconds' | 'connect';
  readonly intervals: 'numeric' | 'string';
  readonly binaries: 'bytes' | 'base64' | 'base64-url-safe' | 'hex';
  readonly moneyDigits: number;
  readonly unavailable: string;
}
