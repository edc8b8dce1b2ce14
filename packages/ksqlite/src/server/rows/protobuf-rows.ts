/**
 * Rows as messages (`application/vnd.ksql.v1+protobuf`): ksqlDB's JsonStreamedRowResponseWriter with RowFormat.PROTOBUF. The header
 * has the .proto file, each row the bytes of one message in base64. Loaded with the first query that asks for them.
 */
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Column } from '../../formats/codec.ts';
import { printProto } from '../../formats/protobuf/proto/print-proto.ts';
import { refuseColumns } from '../../formats/protobuf/protobuf-columns.ts';
import { PROTOBUF_NOSR_FORMAT } from '../../formats/protobuf/protobuf-nosr-format.ts';
import { protoOfColumns } from '../../formats/protobuf/schema/proto-of-columns.ts';
import { asBuffer } from '../../log/topics/log-record.ts';
import { type RowFormat, schemaText, v1Json } from './row-format.ts';

/** `head` throws KsqlError for columns that no message can hold. */
export const protobufRows: RowFormat = {
  ...v1Json,
  head: (queryId, columns) => {
    const refused = refuseColumns(columns);
    if (refused !== undefined)
      throw new KsqlError('SQL_UNSUPPORTED', `The rows can't be messages of Protobuf: ${refused}`, {
        hint: 'ask for application/vnd.ksql.v1+json',
      });
    const protoSchema = printProto(protoOfColumns(columns, {}));
    return `[${JSON.stringify({ header: { queryId, schema: schemaText(columns), protoSchema } })}`;
  },
  row: (columns) => {
    const { encode } = PROTOBUF_NOSR_FORMAT.codec(columns as readonly Column[], {
      role: 'value',
      wrapSingle: true,
      delimiter: ',',
    });
    return (row) => {
      const bytes = asBuffer(encode(row, 0)) ?? Buffer.alloc(0);
      return `,\n{"row":{"protobufBytes":"${bytes.toString('base64')}"}}`;
    };
  },
};
