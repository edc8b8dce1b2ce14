import { readFileSync } from 'node:fs';
import { parseProto } from '../../../../src/formats/protobuf/proto/parse-proto.ts';
import { printProto } from '../../../../src/formats/protobuf/proto/print-proto.ts';
import { SchemaError } from '../../../../src/formats/schema-format.ts';

interface Recorded {
  readonly schema: string;
  readonly canonical?: string;
  readonly error?: string;
}

/** Own texts; what `ProtobufSchema.canonicalString` of Schema Registry 7.9 made of them, or why it could not. */
const recorded = JSON.parse(
  readFileSync(new URL('canonical-texts.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

test.each(recorded)('$schema', ({ schema, canonical, error }) => {
  if (canonical === undefined) {
    expect(() => parseProto(schema)).toThrow(new SchemaError(error));
    return;
  }
  expect(printProto(parseProto(schema))).toBe(canonical);
  expect(printProto(parseProto(canonical))).toBe(canonical);
});

describe('a hostile text', () => {
  it.each([
    ['messages', 'message A { '.repeat(100_000)],
    ['maps', `message A { map<string, ${'map<string, '.repeat(100_000)}`],
    ['options', `option a = ${'{ b: '.repeat(100_000)}`],
    ['lists', `option a = ${'['.repeat(100_000)}`],
    ['paths', `option (a)${'.(b)'.repeat(100_000)} = 1;`],
    ['groups', `message A { ${'optional group G = 1 { '.repeat(100_000)}`],
  ])('of deep %s is refused', (_, text) => {
    expect(() => printProto(parseProto(text))).toThrow(SchemaError);
  });

  it('of an option that is said a hundred thousand times is read', () => {
    const [option] = parseProto(`option a = { ${'k: 1 '.repeat(100_000)} };`).options;
    const list = option?.value.kind === 'MAP' ? option.value.entries.get('k') : undefined;
    expect(list?.kind === 'LIST' && list.items.length).toBe(100_000);
  });

  it('of a million comments is read', () => {
    expect(parseProto(`${'/**/ '.repeat(500_000)}message A {}`).types).toHaveLength(1);
  });
});
