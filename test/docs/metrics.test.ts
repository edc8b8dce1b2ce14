import { type MetricInfo, PROCESS_METRICS } from 'ksqlite/cli';
import { CONNECT_METRICS } from 'ksqlite/connect';
import { ENRICH_METRICS } from 'ksqlite/enrich';
import { ENGINE_METRICS } from 'ksqlite/server';
import { PRICE_API_METRICS } from '../../src/price-api/price-api-metrics.ts';
import { HEARTBEAT_METRICS } from '../../src/producer/heartbeat-command/heartbeat-metrics.ts';
import { PRODUCER_METRICS } from '../../src/producer/produce-command/producer-metrics.ts';
import { SIDECAR_METRICS } from '../../src/sidecar/command/sidecar-metrics.ts';
import { expectGenerated } from './documents.ts';

const row = ({ name, type, unit, labels, help }: MetricInfo): string => {
  const named = labels.map((label) => `\`${label}\``).join(', ');
  return `| \`${name}\` | ${type} | ${unit} | ${named || '–'} | ${help} |\n`;
};
const table = (metrics: readonly MetricInfo[]): string =>
  `| metric | type | unit | labels | what it says |\n| --- | --- | --- | --- | --- |\n${metrics.map(row).join('')}`;

test.each([
  ['ENGINE_METRICS', ENGINE_METRICS],
  ['CONNECT_METRICS', CONNECT_METRICS],
  ['ENRICH_METRICS', ENRICH_METRICS],
  ['PROCESS_METRICS', PROCESS_METRICS],
  ['SIDECAR_METRICS', SIDECAR_METRICS],
  ['HEARTBEAT_METRICS', HEARTBEAT_METRICS],
  ['PRODUCER_METRICS', PRODUCER_METRICS],
  ['PRICE_API_METRICS', PRICE_API_METRICS],
])('docs/guide/metrics.md has %s', (name, metrics) => {
  expectGenerated('docs/guide/metrics.md', name, table(metrics));
});
