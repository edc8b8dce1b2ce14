/**
 * What a real Debezium writes of the scenarios: the same as was recorded. Where REQUIRE_DEBEZIUM=1 says so, since it takes minutes: Java 17
 * and Maven are needed. With UPDATE_RECORDED=1 what it writes is recorded.
 */
import { writeFileSync } from 'node:fs';
import { rowsOf } from '../../../../src/connect/postgres/client/open-client.ts';
import { describeOnPostgres } from '../../../support/postgres/on-postgres.ts';
import { until } from '../../../support/until.ts';
import { connect, keysFor } from '../run-connector.ts';
import { type Envelopes, envelopesOf, STEP, type WrittenRecord } from './envelopes.ts';
import { RECORDED, readRecorded } from './recorded.ts';
import { startDebezium } from './run-debezium.ts';
import { SCENARIOS } from './scenarios.ts';

const isWanted = process.env.REQUIRE_DEBEZIUM === '1';
if (!isWanted) {
  describe.skip('a real Debezium (REQUIRE_DEBEZIUM=1 runs it)', () => {
    test.todo('writes what was recorded');
  });
} else {
  describeOnPostgres('a real Debezium writes what was recorded of', (server) => {
    const now = new Map<string, Envelopes>();
    afterAll(() => {
      if (process.env.UPDATE_RECORDED !== '1') return;
      const lines = [...now].map(
        ([scenario, envelopes]) => `${JSON.stringify({ scenario, ...envelopes })}\n`,
      );
      writeFileSync(RECORDED, lines.join(''));
    });

    test.each(SCENARIOS.map((scenario, at) => [scenario.name, at] as const))('%s', async (name, at) => {
      const { config, before, steps } = SCENARIOS[at]!;
      const database = `debezium${at}`;
      const admin = await connect(server().port);
      await admin.query(`CREATE DATABASE ${database}`);
      const client = await connect(server().port, database);
      await client.query(before);
      const keys = { ...keysFor(server().port, database), ...config };
      const debezium = await startDebezium(keys);
      const streams = `SELECT 1 FROM pg_replication_slots WHERE slot_name = '${keys['slot.name']}' AND active`;
      await until(async () => (await rowsOf(admin, streams)).length > 0, 120_000);
      let ends = 0;
      const endStep = async () => {
        await client.query(`SELECT pg_logical_emit_message(true, '${STEP}', '')`);
        const wanted = ++ends;
        await debezium.until((records) => records.filter(isStep).length >= wanted);
      };
      await endStep();
      for (const step of steps) {
        await client.query(step);
        await endStep();
      }
      await debezium.stop();
      await client.end();
      await admin.end();
      const envelopes = envelopesOf(debezium.records.map(withHeaderText));
      now.set(name, envelopes);
      if (process.env.UPDATE_RECORDED !== '1') expect(envelopes).toEqual(readRecorded().get(name));
    });
  });
}

const isStep = ({ value }: WrittenRecord): boolean => JSON.stringify(value?.payload ?? '').includes(STEP);

/** As Connect's SimpleHeaderConverter writes them. */
const withHeaderText = (record: WrittenRecord): WrittenRecord => ({
  ...record,
  headers: Object.fromEntries(
    Object.entries(record.headers).map(([name, header]) => {
      const { payload } = header as { readonly payload: string | Readonly<Record<string, unknown>> };
      if (typeof payload === 'string') return [name, payload];
      const fields = Object.entries(payload).filter(([, value]) => value !== null);
      return [name, `Struct{${fields.map(([field, value]) => `${field}=${value}`).join(',')}}`];
    }),
  ),
});
