import type { DataSchema } from '../../data.ts';
import { envelopeSchema } from '../envelope/schemas.ts';
import type { RelationColumn } from '../pgoutput/message.ts';
import type { TypeSettings, Types } from '../types/type-info.ts';
import { typeOf } from '../types/type-of.ts';
import { absentOf, type Column, defaultOf, type Table, type TableFacts } from './table.ts';

export interface TableNames {
  readonly prefix: string;
  readonly delimiter: string;
  readonly takesColumn: (schema: string, table: string, column: string) => boolean;
  readonly settings: TypeSettings;
  /** A column of a type that Debezium does not know is left out: said once. */
  readonly warn: (message: string) => void;
}

/** Debezium's SchemaNameAdjuster of topics: what a topic's name can't have is an underscore. */
const topicName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '_');

/** A table as it is published, from what came over replication and what the catalogue says. */
export function describeTable(
  schema: string,
  name: string,
  columns: readonly RelationColumn[],
  facts: TableFacts | undefined,
  types: Types,
  { prefix, delimiter, takesColumn, settings, warn }: TableNames,
): Table {
  const key = facts?.key ?? columns.filter((column) => column.key).map((column) => column.name);
  const described = columns.flatMap((column, index): readonly Column[] => {
    if (!takesColumn(schema, name, column.name) && !key.includes(column.name)) return [];
    const type = typeOf(column.type, column.modifier, types, settings);
    if (type === undefined) {
      warn(
        `column ${schema}.${name}.${column.name} is left out: its type ${types.get(column.type)?.name ?? ''} is not one that is published`,
      );
      return [];
    }
    const own = facts?.columns.get(column.name) ?? { optional: !key.includes(column.name), expression: null };
    const byDefault = defaultOf(own, type);
    return [
      {
        name: column.name,
        index,
        type,
        optional: own.optional,
        absent: absentOf(own.optional, byDefault, type),
        schema: {
          ...type.schema,
          optional: own.optional,
          ...(byDefault === undefined ? {} : { default: byDefault }),
        },
      },
    ];
  });
  const keys = key.flatMap((each) => described.filter((column) => column.name === each));
  const kept = described.filter((column) => takesColumn(schema, name, column.name));
  const topic = topicName([prefix, schema, name].join(delimiter));
  return {
    schema,
    name,
    topic,
    columns: kept,
    keys: keys.length === key.length ? keys : [],
    keySchema: struct(`${topic}.Key`, keys),
    envelopeSchema: envelopeSchema(topic, struct(`${topic}.Value`, kept)),
  };
}

const struct = (name: string, columns: readonly Column[]): DataSchema => ({
  type: 'struct',
  name,
  fields: columns.map(({ name: field, schema }) => ({ field, schema })),
});
