import { DeserializationError, type FormatOptions, SerializationError } from '../../src/formats/codec.ts';
import { schemaCodec } from '../../src/formats/schema-codec.ts';
import { SchemaError } from '../../src/formats/schema-format.ts';
import { MemoryRegistry } from '../../src/schemas/memory-registry.ts';
import type { RegisteredSchema } from '../../src/schemas/schema-registry.ts';
import { STRING } from '../../src/types/sql-type.ts';

const COLUMNS = [{ name: 'A', type: STRING }];

/** A format whose payload is the schema's text and the column; it counts what it compiles. */
function counting() {
  const compiled: number[] = [];
  const format = {
    schemaType: 'JSON' as const,
    payloadCodec: (_columns: unknown, { id, schema }: RegisteredSchema) => {
      compiled.push(id);
      if (schema === 'bad') throw new SchemaError('the schema is bad');
      return {
        decode: (payload: Buffer) => {
          const text = payload.toString();
          if (!text.startsWith(schema)) throw new DeserializationError('another schema');
          return [text.slice(schema.length)];
        },
        encode: (row: readonly unknown[], first: number) =>
          row[first] === null ? null : Buffer.from(`${schema}${row[first]}`),
      };
    },
  };
  return { format, compiled };
}

const registry = new MemoryRegistry();
const register = (schema: string, type: 'JSON' | 'AVRO' = 'JSON'): RegisteredSchema =>
  registry.register('t-value', { type, schema, references: [] });
const old = register('old:');
const newer = register('newer:');
const bad = register('bad');
const avro = register('"string"', 'AVRO');

const options = (writer: RegisteredSchema | undefined): FormatOptions => ({
  role: 'value',
  wrapSingle: true,
  delimiter: ',',
  schemas: { lookup: { find: (id) => registry.known(id) }, writer },
});

const bytes = (id: number, payload: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 0, id]), Buffer.from(payload)]);

describe('the codec of records that name their schema', () => {
  it('writes the writer’s id in front of the payload', () => {
    const { format } = counting();
    const codec = schemaCodec(format, COLUMNS, options(newer));
    expect(codec.encode(['k', 'x'], 1)).toEqual(bytes(newer.id, 'newer:x'));
    expect(codec.encode([null], 0)).toBeNull();
  });

  it('reads each record by its own schema, which it compiles once', () => {
    const { format, compiled } = counting();
    const codec = schemaCodec(format, COLUMNS, options(newer));
    expect(codec.decode(bytes(old.id, 'old:a'))).toEqual(['a']);
    expect(codec.decode(bytes(newer.id, 'newer:b'))).toEqual(['b']);
    expect(codec.decode(bytes(old.id, 'old:c'))).toEqual(['c']);
    expect(codec.decode(null)).toBeNull();
    expect(compiled).toEqual([old.id, newer.id]);
  });

  it.each([
    ['of another magic byte', Buffer.from([1, 0, 0, 0, 1, 65]), 'Unknown magic byte!'],
    ['that is too short', Buffer.from([0, 0, 0, 0]), 'Unknown magic byte!'],
    ['of an id that nobody has', bytes(99, 'x'), 'Error retrieving JSON value schema for id 99'],
    ['of another type', bytes(avro.id, 'x'), `the schema of id ${avro.id} is AVRO, not JSON`],
    ['of a schema that is refused', bytes(bad.id, 'x'), 'the schema is bad'],
    ['whose payload can’t be read', bytes(old.id, 'x'), 'another schema'],
  ])('refuses a record %s', (_, record, message) => {
    const codec = schemaCodec(counting().format, COLUMNS, options(old));
    for (const _again of [1, 2]) {
      expect(() => codec.decode(record)).toThrow(DeserializationError);
      expect(() => codec.decode(record)).toThrow(message);
    }
  });

  it('refuses a schema once', () => {
    const { format, compiled } = counting();
    const codec = schemaCodec(format, COLUMNS, options(old));
    for (const _again of [1, 2]) expect(() => codec.decode(bytes(bad.id, ''))).toThrow('the schema is bad');
    expect(compiled).toEqual([bad.id]);
  });

  it('finds a schema that was registered after a record of its id was refused', () => {
    const codec = schemaCodec(counting().format, COLUMNS, options(old));
    const id = avro.id + 1;
    expect(() => codec.decode(bytes(id, 'late:x'))).toThrow(`schema for id ${id}`);
    expect(register('late:').id).toBe(id);
    expect(codec.decode(bytes(id, 'late:x'))).toEqual(['x']);
  });

  it('can’t write without a schema, or with one that is refused', () => {
    const { format } = counting();
    for (const [writer, message] of [
      [undefined, 'no schema is registered that the record could be written with'],
      [bad, 'the schema is bad'],
    ] as const) {
      const codec = schemaCodec(format, COLUMNS, options(writer));
      expect(() => codec.encode(['x'], 0)).toThrow(SerializationError);
      expect(() => codec.encode(['x'], 0)).toThrow(message);
    }
  });
});
