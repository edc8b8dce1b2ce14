import { z } from 'zod';
import type { RestClient } from '../../../client/rest-client.ts';

const KEYWORDS =
  'SELECT FROM WHERE GROUP BY HAVING PARTITION EMIT CHANGES FINAL LIMIT WINDOW TUMBLING HOPPING SESSION SIZE GRACE PERIOD RETENTION WITHIN INNER LEFT RIGHT FULL OUTER JOIN ON AS AND OR NOT IN IS NULL LIKE BETWEEN CASE WHEN THEN ELSE END CAST CREATE OR REPLACE STREAM TABLE IF EXISTS WITH INSERT INTO VALUES ALTER ADD COLUMN DROP DELETE TOPIC SHOW LIST STREAMS TABLES TOPICS QUERIES FUNCTIONS PROPERTIES TYPE TYPES VARIABLES DESCRIBE EXTENDED FUNCTION EXPLAIN PRINT BEGINNING TERMINATE PAUSE RESUME SET UNSET DEFINE UNDEFINE RUN SCRIPT ASSERT TIMEOUT SCHEMA SUBJECT'.split(
    ' ',
  );
const NAMES_KEPT_MS = 5_000;

const named = z.array(z.object({ name: z.string() }));

/** Gives what the word at the end of a line may become, and that word: as node:readline's completer wants it. */
export type Complete = (line: string) => Promise<[string[], string]>;

/** Keywords, and the streams and tables that the server has; keywords alone when it does not answer. */
export function completion(client: RestClient, now: () => number): Complete {
  let names: { readonly words: readonly string[]; readonly at: number } | undefined;

  const known = async (): Promise<readonly string[]> => {
    if (names !== undefined && now() - names.at < NAMES_KEPT_MS) return names.words;
    const signal = AbortSignal.timeout(1_000);
    const lists = await client.execute('SHOW STREAMS; SHOW TABLES;', { signal }).catch(() => []);
    const words = lists.flatMap((list) => named.safeParse(list.streams ?? list.tables).data ?? []);
    names = { words: words.map(({ name }) => name), at: now() };
    return names.words;
  };

  return async (line) => {
    const word = /[A-Za-z0-9_]*$/.exec(line)?.[0] ?? '';
    if (word === '') return [[], ''];
    const upper = word.toUpperCase();
    const candidates = [...new Set([...(await known()), ...KEYWORDS])];
    const found = candidates.filter((candidate) => candidate.toUpperCase().startsWith(upper)).sort();
    // A word in lower case is completed in lower case.
    const lower = word === word.toLowerCase();
    return [found.map((candidate) => (lower ? candidate.toLowerCase() : candidate)), word];
  };
}
