/** What a metric is, for all values of its labels. */
export interface MetricInfo {
  /** As Prometheus names them: `ksqlite_…_total`, `…_seconds`, `…_bytes`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What is counted or measured, and in what: `records`, `bytes`, `seconds` … */
  readonly unit: string;
  readonly help: string;
  /** Names of its labels. */
  readonly labels: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** How often something took how long, since the start. */
export interface HistogramSample {
  readonly labels: Labels;
  /** For each upper bound, rising, how many observations were at or below it. */
  readonly buckets: readonly { readonly upTo: number; readonly count: number }[];
  readonly sum: number;
  readonly count: number;
}

/** A metric as it is now. */
export type Metric =
  | (MetricInfo & { readonly type: 'counter' | 'gauge'; readonly samples: readonly Sample[] })
  | (MetricInfo & { readonly type: 'histogram'; readonly histograms: readonly HistogramSample[] });

/** A counter or gauge whose values are read when it is asked for. */
export interface MetricReader<From> {
  readonly info: MetricInfo;
  readonly read: (from: From) => Metric;
}

/** A value, alone or with its labels. */
type Read = number | readonly (readonly [Labels, number])[];

const simple =
  (type: 'counter' | 'gauge') =>
  <From>(
    name: string,
    unit: string,
    help: string,
    labels: readonly string[],
    read: (from: From) => Read,
  ): MetricReader<From> => {
    const info = { name, type, unit, help, labels };
    return {
      info,
      read: (from) => {
        const values = read(from);
        const samples = typeof values === 'number' ? [[{}, values] as const] : values;
        return { ...info, samples: samples.map(([own, value]) => ({ labels: own, value })) };
      },
    };
  };

/** A number that only becomes more while the process lives. Its name ends with `_total`. */
export const counter = simple('counter');
/** A number as it is now. */
export const gauge = simple('gauge');
