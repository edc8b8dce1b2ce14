/** What a Schema Registry 7.9.0 answered when it was asked for `format=serialized`. */
import { readFileSync } from 'node:fs';
import { parsedProtobuf } from '../../../src/schemas/protobuf/parsed-protobuf.ts';

interface Recorded {
  readonly name: string;
  readonly text: string;
  readonly serialized: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('recorded-serialized.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

it.each(recorded)('describes $name as a real registry does', ({ text, serialized }) => {
  expect(parsedProtobuf(text, [], []).formatted('serialized')).toBe(serialized);
});
