import { PART_TOPICS, type PartTopic, TOPICS } from './topic-names.ts';

/** SQL types by the names that records have. Every one may be absent, as in JSON. */
export type Columns = Readonly<Record<string, string>>;

const PART = 'STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>';

/**
 * The records on the part topics, where they have a schema: names and types of `parts.ts`. What the SQL alone would register has its
 * columns' names, in capitals. A placement or a frequency is a text: SQL writes no enums.
 */
export const PART_COLUMNS: Readonly<Record<PartTopic, { readonly name: string; readonly columns: Columns }>> =
  {
    [TOPICS.body]: {
      name: 'rccar.Body',
      columns: { part: PART, id: 'VARCHAR', color: 'VARCHAR', material: 'VARCHAR', weight: 'DOUBLE' },
    },
    [TOPICS.engine]: { name: 'rccar.Engine', columns: { part: PART, id: 'VARCHAR' } },
    [TOPICS.remoteControl]: {
      name: 'rccar.RemoteControl',
      columns: { part: PART, id: 'VARCHAR', channelFrequency: 'VARCHAR' },
    },
    [TOPICS.wheel]: { name: 'rccar.Wheel', columns: { part: PART, id: 'VARCHAR', placement: 'VARCHAR' } },
  };

/** Topics whose values have a schema where the line's format has schemas; the others hold what is of no format. */
export const SCHEMA_TOPICS: readonly string[] = [
  ...PART_TOPICS,
  TOPICS.awaitingPrice,
  TOPICS.priced,
  TOPICS.completed,
  TOPICS.incomplete,
];
