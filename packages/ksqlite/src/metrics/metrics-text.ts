import type { Labels, Metric } from './metric.ts';

/** Of `GET /metrics`. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Metrics as Prometheus reads them.
 *
 * Source: Prometheus' text-based exposition format 0.0.4.
 */
export const metricsText = (metrics: readonly Metric[]): string => metrics.map(metricText).join('');

function metricText(metric: Metric): string {
  const { name, type, help } = metric;
  const lines = [`# HELP ${name} ${escapedHelp(help)}`, `# TYPE ${name} ${type}`];
  if (metric.type === 'histogram')
    for (const { labels, buckets, sum, count } of metric.histograms) {
      for (const { upTo, count: below } of buckets)
        lines.push(line(`${name}_bucket`, { ...labels, le: numberText(upTo) }, below));
      lines.push(line(`${name}_bucket`, { ...labels, le: '+Inf' }, count));
      lines.push(line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, count));
    }
  else for (const { labels, value } of metric.samples) lines.push(line(name, labels, value));
  return `${lines.join('\n')}\n`;
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapedLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}`;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

const escapedHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapedLabel = (text: string): string => escapedHelp(text).replaceAll('"', '\\"');
