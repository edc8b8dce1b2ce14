import { spawnSync } from 'node:child_process';
import { call } from '../support/http-call.ts';
import { openServer } from '../support/open-server.ts';

const SQL = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE counts AS SELECT id, COUNT(*) AS n FROM s WHERE v > 0 GROUP BY id;
  CREATE STREAM later AS SELECT * FROM s;`;

async function scrape(url: string, headers: Readonly<Record<string, string>> = {}) {
  const { status, body } = await call(url, 'GET', '/metrics', undefined, headers);
  const samples = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const values = new Map(
    samples.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
  return { status, text: body, values };
}

test('what queries, topics and the log have come to', async () => {
  const server = await openServer();
  const { database } = server;
  await database.execute(SQL);
  await database.insert('s', [
    { id: 'a', v: 1 },
    { id: 'a', v: -1 },
    { id: null, v: 2 },
  ]);
  await database.topics.produce([{ topic: 's', key: 'a', value: 'not JSON' }]);
  await database.settled();
  await database.execute('PAUSE CSAS_LATER_2;');
  await database.topics.produce([{ topic: 's', key: 'a', value: '{"V":3}', timestamp: 0 }]);
  await database.settled();
  const { status, text, values } = await scrape(server.url);
  expect(status).toBe(200);
  const query = 'query="CTAS_COUNTS_1"';
  expect(
    Object.fromEntries([...values].filter(([name]) => name.includes('COUNTS') && !name.includes('operator'))),
  ).toMatchObject({
    [`ksqlite_query_state{${query},state="RUNNING"}`]: 1,
    [`ksqlite_query_state{${query},state="PAUSED"}`]: 0,
    [`ksqlite_query_state{${query},state="ERROR"}`]: 0,
    [`ksqlite_query_read_records_total{${query},topic="s"}`]: 5,
    [`ksqlite_query_lag_records{${query},topic="s"}`]: 0,
    [`ksqlite_query_lag_seconds{${query},topic="s"}`]: 0,
    [`ksqlite_query_late_records_total{${query}}`]: 0,
    [`ksqlite_query_dropped_records_total{${query},reason="null-key"}`]: 1,
    [`ksqlite_query_errors_total{${query},reason="unreadable-value"}`]: 1,
    [`ksqlite_query_errors_total{${query},reason="null-key"}`]: 1,
  });
  expect(values.get('ksqlite_query_state{query="CSAS_LATER_2",state="PAUSED"}')).toBe(1);
  expect(values.get('ksqlite_query_lag_records{query="CSAS_LATER_2",topic="s"}')).toBe(1);
  expect(values.get('ksqlite_query_lag_seconds{query="CSAS_LATER_2",topic="s"}')).toBeGreaterThan(1e9);
  expect(values.get(`ksqlite_operator_in_records_total{${query},part="main",operator="aggregate"}`)).toBe(3);
  expect(values.get('ksqlite_topic_records_total{topic="s"}')).toBe(5);
  expect(values.get('ksqlite_backlog_records')).toBe(0);
  expect(values.get(`ksqlite_query_state_bytes{${query}}`)).toBeGreaterThan(0);
  expect(values.get('ksqlite_log_bytes')).toBeGreaterThan(0);
  expect(values.get('ksqlite_commit_duration_seconds_bucket{le="+Inf"}')).toBe(
    server.engine.log.written().commits,
  );
  expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  checkWithPromtool(text);
  await server.close();
});

test('every sample has the name and the labels that its metric says', async () => {
  const server = await openServer();
  await server.database.execute(SQL);
  const { values } = await scrape(server.url);
  const { ENGINE_METRICS } = await import('../../../src/server/metrics/engine-metrics.ts');
  const { PROCESS_METRICS } = await import('../../../src/metrics/process-metrics.ts');
  const known = new Map([...ENGINE_METRICS, ...PROCESS_METRICS].map((info) => [info.name, info]));
  for (const sample of values.keys()) {
    const [, name = '', pairs = ''] = /^(\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})?$/.exec(sample) ?? [];
    const labels = [...pairs.matchAll(/(\w+)="/g)]
      .map(([, label]) => label)
      .filter((label) => label !== 'le');
    expect([sample, labels]).toEqual([sample, known.get(name)?.labels]);
  }
  await server.close();
});

test('metrics of the program around it are there, too, and a token is asked for', async () => {
  const info = { name: 'cars', type: 'gauge' as const, unit: 'cars', help: 'Cars.', labels: [] };
  const server = await openServer({
    token: 'secret',
    metrics: () => [{ ...info, samples: [{ labels: {}, value: 7 }] }],
  });
  expect((await scrape(server.url)).status).toBe(401);
  const { status, values } = await scrape(server.url, { authorization: 'Bearer secret' });
  expect([status, values.get('cars')]).toEqual([200, 7]);
  await server.close();
});

/** Where Prometheus' own checker is on the PATH. */
function checkWithPromtool(text: string): void {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  if (error !== undefined) {
    console.warn('promtool is not on the PATH: it did not check the metrics');
    return;
  }
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
}
