import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsText, PROCESS_METRICS } from 'ksqlite/cli';
import { ENGINE_METRICS } from 'ksqlite/server';
import { parse } from 'yaml';
import { PRICE_API_METRICS } from '../../src/price-api/price-api-metrics.ts';
import { HEARTBEAT_METRICS } from '../../src/producer/heartbeat-command/heartbeat-metrics.ts';
import { PRODUCER_METRICS } from '../../src/producer/produce-command/producer-metrics.ts';
import { SIDECAR_METRICS } from '../../src/sidecar/command/sidecar-metrics.ts';
import { PROJECT } from '../support/line-process.ts';

const folder = join(PROJECT, 'monitoring');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

const METRICS = new Map(
  [
    ...ENGINE_METRICS,
    ...PROCESS_METRICS,
    ...SIDECAR_METRICS,
    ...HEARTBEAT_METRICS,
    ...PRODUCER_METRICS,
    ...PRICE_API_METRICS,
  ].map((info) => [info.name, info]),
);

/** Every metric with a value, as a scrape has them. */
const ONE_OF_EACH = [...METRICS.values()].map((info) => {
  const labels = Object.fromEntries(info.labels.map((label) => [label, 'a']));
  return info.type === 'histogram'
    ? {
        ...info,
        type: info.type,
        histograms: [{ labels, buckets: [{ upTo: 1, count: 1 }], sum: 1, count: 1 }],
      }
    : { ...info, type: info.type, samples: [{ labels, value: 1 }] };
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}
const rules: readonly Rule[] = parse(read('alerts.yaml'), { merge: true }).groups.flatMap(
  ({ rules: own }: { readonly rules: readonly Rule[] }) => own,
);

/** The metrics that an expression names, and the labels that it asks of each. */
function expectKnown(expression: string): void {
  const named = [...expression.matchAll(/\b((?:ksqlite|rccar|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)];
  for (const [, name = '', matchers = ''] of named) {
    const info = METRICS.get(name) ?? METRICS.get(name.replace(/_(bucket|count|sum)$/, ''));
    expect([name, info?.name]).toEqual([name, expect.any(String)]);
    for (const [, label] of matchers.matchAll(/(\w+)\s*(?:=|!=|=~|!~)"/g))
      expect(info?.labels).toContain(label);
  }
}

test.each(rules.map((rule) => [rule.alert, rule] as const))(
  'alert %s asks for metrics that there are',
  (_, rule) => {
    expectKnown(rule.expr);
    expect(rule.annotations.summary).toBeTruthy();
  },
);

test.each(['ksqlite', 'line'])('dashboard %s shows metrics that there are', (name) => {
  const { panels, uid } = JSON.parse(read(`grafana/dashboards/${name}.json`));
  expect(uid).toBeTruthy();
  const expressions = panels.flatMap(({ targets }: { targets: readonly { readonly expr: string }[] }) =>
    targets.map(({ expr }) => expr),
  );
  for (const expression of expressions) expectKnown(expression);
  const ids = panels.map(({ id }: { readonly id: number }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every metric is on a dashboard', () => {
  const shown = read('grafana/dashboards/ksqlite.json') + read('grafana/dashboards/line.json');
  const left = [...METRICS.keys()].filter((name) => !shown.includes(name));
  expect(left).toEqual([
    'ksqlite_operator_in_records_total',
    'ksqlite_log_segments',
    'process_start_time_seconds',
    'rccar_broker_answered_timestamp_seconds',
    'rccar_heartbeat_timestamp_seconds',
    'rccar_price_api_requests_in_flight',
  ]);
});

test('metrics are named by Prometheus’ conventions', () => {
  for (const { name, type, unit, help, labels } of METRICS.values()) {
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    if (unit === 'seconds' || unit === 'bytes') expect(name).toMatch(new RegExp(`_${unit}(_total)?$`));
    expect(help).toMatch(/\S.*[.]$/s);
    for (const label of labels) expect(label).toMatch(/^[a-z_]+$/);
  }
});

test('promtool takes the rules, their tests and the configurations', () => {
  const promtool = (...args: readonly string[]) =>
    spawnSync('promtool', args, { cwd: folder, encoding: 'utf8', input: metricsText(ONE_OF_EACH) });
  if (promtool('--version').error !== undefined) {
    console.warn('promtool is not on the PATH: the alert rules are not run');
    return;
  }
  for (const args of [
    ['check', 'metrics'],
    ['check', 'rules', 'alerts.yaml'],
    ['test', 'rules', 'alerts-test.yaml'],
    ['check', 'config', 'prometheus-local.yaml'],
    ['check', 'config', '--syntax-only', 'prometheus.yaml'],
  ]) {
    const { status, stdout, stderr } = promtool(...args);
    expect([args, status, status === 0 ? '' : stdout + stderr]).toEqual([args, 0, '']);
  }
});
