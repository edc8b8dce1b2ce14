/** What our connector writes, and what Debezium 3.6.1 wrote of the same statements: `recorded.jsonl`, made by real-debezium.test.ts. */
import { describeOnPostgres } from '../../../support/postgres/on-postgres.ts';
import { connect, keysFor, RunningConnector } from '../run-connector.ts';
import { type Envelopes, envelopesOf, STEP, written } from './envelopes.ts';
import { readRecorded } from './recorded.ts';
import { DIFFERENCES, SCENARIOS } from './scenarios.ts';

const recorded = readRecorded();

describeOnPostgres('the envelopes of', (server) => {
  test.each(SCENARIOS.map((scenario, at) => [scenario.name, at] as const))('%s', async (name, at) => {
    const { config, before, steps } = SCENARIOS[at]!;
    const database = `envelopes${at}`;
    const admin = await connect(server().port);
    await admin.query(`CREATE DATABASE ${database}`);
    const client = await connect(server().port, database);
    await client.query(before);
    const running = await RunningConnector.start({ ...keysFor(server().port, database), ...config });
    let ends = 0;
    const endStep = async () => {
      await client.query(`SELECT pg_logical_emit_message(true, '${STEP}', '')`);
      const wanted = ++ends;
      await running.until(
        (records) => records.filter((each) => each.topic === 'shop.message' && isStep(each)).length >= wanted,
      );
    };
    await endStep();
    for (const step of steps) {
      await client.query(step);
      await endStep();
    }
    await running.stop();
    await client.end();
    await admin.end();
    expect(envelopesOf(running.records.map(written))).toEqual(
      withDifferences(recorded.get(name)!, DIFFERENCES[name] ?? {}),
    );
  });
});

const isStep = (record: unknown): boolean =>
  JSON.stringify(record, (_, each) => (typeof each === 'bigint' ? String(each) : each)).includes(STEP);

/** What was recorded, with what is otherwise here on purpose. */
function withDifferences(envelopes: Envelopes, differences: (typeof DIFFERENCES)[string]): Envelopes {
  const left = new Set(Object.keys(differences));
  const records = envelopes.records.map((record) => {
    const { key, value } = record as {
      readonly key: { readonly id?: number } | null;
      readonly value: { readonly after: object } | null;
    };
    const [field, debezium, here] = differences[String(key?.id)] ?? [];
    if (field === undefined || !value || !(field in value.after)) return record;
    left.delete(String(key?.id));
    expect(value.after).toMatchObject({ [field]: debezium });
    return { ...record, value: { ...value, after: { ...value.after, [field]: here } } };
  });
  expect([...left]).toEqual([]);
  return { ...envelopes, records } as Envelopes;
}
