import { z } from 'zod';
import type { Entity } from '../../../client/answers/answers.ts';
import type { RestClient } from '../../../client/rest-client.ts';

const KEYWORDS =
  'SELECT FROM WHERE GROUP BY HAVING PARTITION EMIT CHANGES FINAL LIMIT WINDOW TUMBLING HOPPING SESSION SIZE GRACE PERIOD RETENTION WITHIN INNER LEFT RIGHT FULL OUTER JOIN ON AS AND OR NOT IN IS NULL LIKE BETWEEN CASE WHEN THEN ELSE END CAST CREATE OR REPLACE STREAM TABLE IF EXISTS WITH INSERT INTO VALUES ALTER ADD COLUMN DROP DELETE TOPIC SHOW LIST STREAMS TABLES TOPICS QUERIES FUNCTIONS PROPERTIES TYPE TYPES VARIABLES DESCRIBE EXTENDED FUNCTION EXPLAIN PRINT BEGINNING TERMINATE PAUSE RESUME SET UNSET DEFINE UNDEFINE RUN SCRIPT ASSERT TIMEOUT SCHEMA SUBJECT'.split(
    ' ',
  );
const NAMES_KEPT_MS = 5_000;

const named = z.array(z.object({ name: z.string() }));
const described = z.array(z.object({ fields: named }));

/** Gives what the word at the end of a line may become, and that word: as node:readline's completer wants it. */
export type Complete = (line: string) => Promise<[string[], string]>;

/** What the server has. */
interface Names {
  /** Of streams, tables, their columns, and functions. */
  readonly words: readonly string[];
  readonly topics: readonly string[];
}

/** Names of a folder; those of folders end with a slash. Nothing where it can't be read. */
export type ListFolder = (folder: string) => readonly string[];

/** Each of them alone: a server that refuses one answers the others. */
const LISTS = ['SHOW STREAMS;', 'SHOW TABLES;', 'SHOW FUNCTIONS;', 'DESCRIBE STREAMS;', 'DESCRIBE TABLES;'];

/**
 * Keywords, and the streams, tables, columns and functions that the server has; in a quote that is open its topics, and behind RUN SCRIPT files.
 * Keywords alone when it does not answer.
 */
export function completion(client: RestClient, now: () => number, list: ListFolder): Complete {
  let kept: { readonly names: Names; readonly at: number } | undefined;

  const known = async (): Promise<Names> => {
    if (kept !== undefined && now() - kept.at < NAMES_KEPT_MS) return kept.names;
    const signal = AbortSignal.timeout(1_000);
    const ask = (sql: string): Promise<readonly Entity[]> => client.execute(sql, { signal }).catch(() => []);
    const [topics = [], ...lists] = await Promise.all(['SHOW TOPICS;', ...LISTS].map(ask));
    const names = {
      words: lists.flat().flatMap(wordsOf),
      topics: topics.flatMap((list) => namesIn(list.topics)),
    };
    kept = { names, at: now() };
    return names;
  };

  return async (line) => {
    const [, path] = /\brun\s+script\s+'([^']*)$/i.exec(line) ?? [];
    if (path !== undefined) {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      return [
        list(folder)
          .map((name) => folder + name)
          .filter((candidate) => candidate.startsWith(path))
          .sort(),
        path,
      ];
    }
    const [, quoted] = /'([^']*)$/.exec(line.replace(/'[^']*'/g, '')) ?? [];
    if (quoted !== undefined) {
      const { topics } = await known();
      return [topics.filter((topic) => topic.startsWith(quoted)).sort(), quoted];
    }
    const word = /[A-Za-z0-9_]*$/.exec(line)?.[0] ?? '';
    if (word === '') return [[], ''];
    const upper = word.toUpperCase();
    const candidates = [...new Set([...(await known()).words, ...KEYWORDS])];
    const found = candidates.filter((candidate) => candidate.toUpperCase().startsWith(upper)).sort();
    // A word in lower case is completed in lower case.
    const lower = word === word.toLowerCase();
    return [found.map((candidate) => (lower ? candidate.toLowerCase() : candidate)), word];
  };
}

const namesIn = (list: unknown): readonly string[] =>
  (named.safeParse(list).data ?? []).map(({ name }) => name);

const wordsOf = (list: Entity): readonly string[] => [
  ...namesIn(list.streams ?? list.tables ?? list.functions),
  ...(described.safeParse(list.sourceDescriptions).data ?? []).flatMap(({ fields }) => namesIn(fields)),
];
