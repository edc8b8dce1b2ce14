/** What may be written at a place: names, columns of the sources that the text names, functions, keywords; pure. */
import type { Catalogue, CatalogueSource } from '../../api/answers.ts';

export const KEYWORDS: readonly string[] =
  `SELECT FROM WHERE GROUP BY HAVING PARTITION EMIT CHANGES FINAL LIMIT AS JOIN INNER LEFT RIGHT FULL OUTER ON WITHIN GRACE PERIOD
  WINDOW TUMBLING HOPPING SESSION SIZE ADVANCE RETENTION SECONDS SECOND MINUTES MINUTE HOURS HOUR DAYS DAY MILLISECONDS
  CREATE OR REPLACE STREAM TABLE SOURCE WITH KEY PRIMARY HEADERS HEADER IF NOT EXISTS DROP DELETE TOPIC INSERT INTO VALUES ALTER ADD
  COLUMN TYPE SHOW LIST STREAMS TABLES TOPICS QUERIES FUNCTIONS PROPERTIES TYPES VARIABLES DESCRIBE EXTENDED EXPLAIN FUNCTION PRINT
  BEGINNING INTERVAL TERMINATE PAUSE RESUME ALL SET UNSET DEFINE UNDEFINE ASSERT AND OR IS NULL LIKE ESCAPE BETWEEN IN CASE WHEN THEN
  ELSE END CAST TRUE FALSE`.split(/\s+/);

export interface Completion {
  readonly label: string;
  readonly apply?: string;
  readonly type: 'class' | 'property' | 'function' | 'keyword';
  readonly detail?: string;
  readonly boost?: number;
}

/**
 * @param word what stands before the caret, such as `o.cus`
 * @param from where it begins
 */
export function completions(
  text: string,
  word: string,
  from: number,
  catalogue: Catalogue | undefined,
): { readonly from: number; readonly options: Completion[] } {
  const sources = catalogue?.sources ?? [];
  const dot = word.lastIndexOf('.');
  if (dot !== -1) {
    const alias = word.slice(0, dot).replaceAll('`', '');
    return {
      from: from + dot + 1,
      options: columnsOf(sources.filter((source) => isNamed(source, alias, text))),
    };
  }
  const named = sources.filter(({ name }) => mentions(text, name));
  return {
    from,
    options: [
      ...columnsOf(named),
      ...sources.map(
        ({ name, kind, topic }): Completion => ({
          label: name,
          ...quotedWhereNeeded(name),
          type: 'class',
          detail: `${kind.toLowerCase()}, topic ${topic}`,
          boost: 2,
        }),
      ),
      ...(catalogue?.functions ?? []).map(
        ({ name, type }): Completion => ({
          label: name,
          apply: `${name}(`,
          type: 'function',
          detail: type.toLowerCase(),
        }),
      ),
      ...KEYWORDS.map((label): Completion => ({ label, type: 'keyword', boost: -1 })),
    ],
  };
}

function columnsOf(sources: readonly CatalogueSource[]): Completion[] {
  const seen = new Set<string>();
  return sources.flatMap(({ name: source, columns }) =>
    columns.flatMap(({ name, type }): Completion[] => {
      if (seen.has(name)) return [];
      seen.add(name);
      return [
        {
          label: name,
          ...quotedWhereNeeded(name),
          type: 'property',
          detail: `${type.toLowerCase()}, ${source}`,
          boost: 5,
        },
      ];
    }),
  );
}

const quotedWhereNeeded = (name: string): { apply?: string } =>
  /^[A-Z_][A-Z0-9_]*$/.test(name) ? {} : { apply: `\`${name.replaceAll('`', '``')}\`` };

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const mentions = (text: string, name: string): boolean =>
  new RegExp(`(^|[^\\w])${escaped(name)}($|[^\\w])`, 'i').test(text);

/** By its name, or by the alias that the text gives it: `FROM orders o`, `JOIN orders AS o`. */
const isNamed = ({ name }: CatalogueSource, alias: string, text: string): boolean =>
  name.toUpperCase() === alias.toUpperCase() ||
  new RegExp(`(^|[^\\w])\`?${escaped(name)}\`?\\s+(AS\\s+)?\`?${escaped(alias)}\`?($|[^\\w])`, 'i').test(
    text,
  );
