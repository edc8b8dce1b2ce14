import type { Catalogue } from '../../../inspect/live/page-answers.ts';
import type { TypeInfo } from './ksqldb-answers.ts';
import { ask, only, type RemoteServer } from './remote-server.ts';
import { describeAll, listAll } from './remote-topology.ts';

/** What statements can name on a real ksqlDB. Throws ApiError. */
export async function remoteCatalogue(server: RemoteServer): Promise<Catalogue> {
  const { sources } = await listAll(server);
  const described = await describeAll(server, sources);
  const functions = only(await ask(server, 'SHOW FUNCTIONS;'), 'function_names');
  return {
    sources: [...described.values()].map((source) => ({
      name: source.name,
      kind: source.type === 'TABLE' ? 'TABLE' : 'STREAM',
      topic: source.topic,
      keyFormat: source.keyFormat,
      valueFormat: source.valueFormat,
      windowed: typeof source.windowType === 'string',
      sql: source.statement,
      columns: source.fields.map(({ name, schema, type }) => ({
        name,
        type: typeText(schema),
        role: roleOf(type),
      })),
    })),
    functions: functions.flatMap((one) => one.functions),
  };
}

function roleOf(type: string | undefined): 'key' | 'value' | 'header' {
  if (type === 'KEY') return 'key';
  return type === 'HEADER' ? 'header' : 'value';
}

function typeText({ type, fields, memberSchema, parameters }: TypeInfo): string {
  if (type === 'ARRAY' && memberSchema) return `ARRAY<${typeText(memberSchema)}>`;
  if (type === 'MAP' && memberSchema) return `MAP<STRING, ${typeText(memberSchema)}>`;
  if (type === 'STRUCT' && fields)
    return `STRUCT<${fields.map(({ name, schema }) => `\`${name}\` ${typeText(schema)}`).join(', ')}>`;
  if (type === 'DECIMAL' && parameters) return `DECIMAL(${parameters.precision}, ${parameters.scale})`;
  return type;
}
