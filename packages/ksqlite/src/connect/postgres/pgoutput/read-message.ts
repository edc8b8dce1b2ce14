import { readLsn } from '../lsn.ts';
import type { PgOutputMessage, RelationColumn, Tuple } from './message.ts';

/** 2000-01-01, PostgreSQL's epoch, in µs of ours. */
const EPOCH_US = 946_684_800_000_000;
const OTHER = { kind: 'other' } as const;

/**
 * Reads one message. What it gives holds no view of the bytes: they may be overwritten afterwards.
 *
 * @param bytes from `at` on: the message, without what replication puts in front
 * @param lsn where the change lies in the log
 * @throws Error at a message that protocol version 1 does not have
 */
export function readMessage(bytes: Buffer, at: number, lsn: number): PgOutputMessage {
  const kind = bytes[at];
  const body = at + 1;
  switch (kind) {
    case 0x49: // I
      return {
        kind: 'insert',
        lsn,
        relation: bytes.readUInt32BE(body),
        after: new TupleReader(bytes, body + 5).read(),
      };
    case 0x55: // U
      return readUpdate(bytes, body, lsn);
    case 0x44: // D
      return {
        kind: 'delete',
        lsn,
        relation: bytes.readUInt32BE(body),
        whole: bytes[body + 4] === 0x4f,
        before: new TupleReader(bytes, body + 5).read(),
      };
    case 0x42: // B
      return {
        kind: 'begin',
        commitLsn: readLsn(bytes, body),
        commitUs: Number(bytes.readBigInt64BE(body + 8)) + EPOCH_US,
        xid: bytes.readUInt32BE(body + 16),
      };
    case 0x43: // C
      return { kind: 'commit', endLsn: readLsn(bytes, body + 9) };
    case 0x52: // R
      return readRelation(bytes, body);
    case 0x54: // T
      return {
        kind: 'truncate',
        lsn,
        relations: Array.from({ length: bytes.readUInt32BE(body) }, (_, i) =>
          bytes.readUInt32BE(body + 5 + 4 * i),
        ),
      };
    case 0x4d: // M
      return readLogicalMessage(bytes, body);
    case 0x59: // Y: a type
    case 0x4f: // O: an origin
      return OTHER;
    default:
      throw new Error(`pgoutput sent a message that is not known: ${String.fromCharCode(kind ?? 0)}`);
  }
}

function readUpdate(bytes: Buffer, body: number, lsn: number): PgOutputMessage {
  const relation = bytes.readUInt32BE(body);
  const tag = bytes[body + 4];
  const tuples = new TupleReader(bytes, body + 5);
  if (tag === 0x4e)
    return { kind: 'update', lsn, relation, before: undefined, whole: false, after: tuples.read() };
  const before = tuples.read();
  tuples.skip(1); // N
  return { kind: 'update', lsn, relation, before, whole: tag === 0x4f, after: tuples.read() };
}

function readRelation(bytes: Buffer, body: number): PgOutputMessage {
  const schemaEnd = bytes.indexOf(0, body + 4);
  const tableEnd = bytes.indexOf(0, schemaEnd + 1);
  const columns: RelationColumn[] = [];
  let at = tableEnd + 4;
  for (let left = bytes.readUInt16BE(tableEnd + 2); left > 0; left--) {
    const end = bytes.indexOf(0, at + 1);
    columns.push({
      key: (bytes[at] ?? 0) % 2 === 1,
      name: bytes.toString('utf8', at + 1, end),
      type: bytes.readUInt32BE(end + 1),
      modifier: bytes.readInt32BE(end + 5),
    });
    at = end + 9;
  }
  return {
    kind: 'relation',
    oid: bytes.readUInt32BE(body),
    schema: bytes.toString('utf8', body + 4, schemaEnd) || 'pg_catalog',
    table: bytes.toString('utf8', schemaEnd + 1, tableEnd),
    identity: String.fromCharCode(bytes[tableEnd + 1] ?? 0),
    columns,
  };
}

function readLogicalMessage(bytes: Buffer, body: number): PgOutputMessage {
  const prefixEnd = bytes.indexOf(0, body + 9);
  const content = prefixEnd + 5;
  return {
    kind: 'message',
    transactional: bytes[body] === 1,
    lsn: readLsn(bytes, body + 1),
    prefix: bytes.toString('utf8', body + 9, prefixEnd),
    content: Buffer.from(bytes.subarray(content, content + bytes.readUInt32BE(prefixEnd + 1))),
  };
}

class TupleReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  read(): Tuple {
    const bytes = this.#bytes;
    const columns = bytes.readUInt16BE(this.#at);
    let at = this.#at + 2;
    const values: (string | null | undefined)[] = new Array(columns);
    for (let i = 0; i < columns; i++) {
      const kind = bytes[at++];
      if (kind === 0x6e) values[i] = null;
      else if (kind === 0x75) values[i] = undefined;
      else {
        const end = at + 4 + bytes.readUInt32BE(at);
        values[i] = bytes.toString('utf8', at + 4, end);
        at = end;
      }
    }
    this.#at = at;
    return values;
  }
}
