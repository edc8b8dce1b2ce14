import type { Entity } from '../../../client/answers/answers.ts';
import type { RestClient } from '../../../client/rest-client.ts';

/** What migrating needs of a ksqlDB server. Every method throws RestError. */
export interface Ksqldb {
  /** without credentials */
  readonly url: string;
  info(): Promise<{ readonly version: string; readonly serviceId: string }>;
  /** `after`: the server first waits until it has carried out the command of this sequence number. */
  execute(
    sql: string,
    options?: { readonly properties?: Readonly<Record<string, string>>; readonly after?: number },
  ): Promise<readonly Entity[]>;
  /** A pull query's rows. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
}

export const ksqldbOver = (client: RestClient, signal: AbortSignal): Ksqldb => ({
  url: client.url,
  info: async () => {
    const { version, ksqlServiceId = '' } = await client.info({ signal });
    return { version, serviceId: ksqlServiceId };
  },
  execute: (sql, { properties, after } = {}) =>
    client.execute(sql, {
      signal,
      ...(properties === undefined ? {} : { properties }),
      ...(after === undefined ? {} : { commandSequenceNumber: after }),
    }),
  rows: async (sql) => {
    const { rows } = await client.query(sql, { signal, properties: { 'auto.offset.reset': 'earliest' } });
    const all: (readonly unknown[])[] = [];
    for await (const row of rows) all.push(row);
    return all;
  },
});
