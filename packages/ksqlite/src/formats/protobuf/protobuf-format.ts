/**
 * VALUE_FORMAT='PROTOBUF' (`ProtobufFormat`, Connect's `ProtobufData`): columns as the fields of a message, a single one among them.
 *
 * Neither a library nor code made of schemas reads the bytes: they go straight into rows, with longs that are exact. What must stay
 * true: text and bytes are those that ksqlDB 7.9 makes, of any columns.
 */

import type { Column } from '../codec.ts';
import { schemaFormat } from '../schema-codec.ts';
import { isOwnSchema, type SchemaFormatOptions } from '../schema-format.ts';
import { parseProto } from './proto/parse-proto.ts';
import { printProto } from './proto/print-proto.ts';
import { refusal } from './proto/refusal.ts';
import { refuseColumns } from './protobuf-columns.ts';
import { protobufPayloadCodec } from './protobuf-payload-codec.ts';
import { survivalInProtobuf } from './protobuf-survival.ts';
import { columnsOfMessage } from './schema/columns-of-message.ts';
import { type LinkedFile, linkSchema } from './schema/link-messages.ts';
import type { MessageType } from './schema/message-type.ts';
import { givenName, protoOfColumns } from './schema/proto-of-columns.ts';

export const PROTOBUF_FORMAT = schemaFormat({
  name: 'PROTOBUF',
  schemaType: 'PROTOBUF',
  wrapsSingles: 'always',
  refuse: refuseColumns,
  schemaOf,
  columnsOf: ({ schema, resolved }, options) =>
    columnsOfMessage(messageOf(linkSchema(schema, resolved), options), options),
  fullNamesOf: ({ schema }) => {
    const { packageName, types } = parseProto(schema);
    return types.map(({ name }) => (packageName === undefined ? name : `${packageName}.${name}`));
  },
  payloadCodec: (columns, schema, options) => {
    const file = linkSchema(schema.schema, schema.resolved);
    const survives = isOwnSchema({ schemaOf }, columns, schema, options)
      ? survivalInProtobuf(columns, options.nullable)
      : () => false;
    return protobufPayloadCodec(columns, file, {
      message: () => messageOf(file, options),
      nullable: options.nullable,
      survives,
    });
  },
});

function schemaOf(
  columns: readonly Column[],
  options: Pick<SchemaFormatOptions, 'fullName' | 'nullable'>,
): string {
  return printProto(protoOfColumns(columns, options));
}

/** The message of the name that was given, or the first one. */
function messageOf(file: LinkedFile, { fullName }: Pick<SchemaFormatOptions, 'fullName'>): MessageType {
  const name = givenName(fullName);
  const message = name === undefined ? file.messages[0] : file.byName.get(name);
  if (message !== undefined) return message;
  throw refusal(
    name === undefined
      ? 'Protobuf schema definition contains no message'
      : `Protobuf schema definition contains no message ${name}: it has ${[...file.byName.keys()].join(', ')}`,
  );
}
