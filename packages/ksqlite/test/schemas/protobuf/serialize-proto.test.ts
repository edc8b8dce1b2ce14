/** What a Schema Registry 7.9.0 answered when it was asked for `format=serialized`, and the text that it made when that was registered. */
import { readFileSync } from 'node:fs';
import { parsedProtobuf } from '../../../src/schemas/protobuf/parsed-protobuf.ts';

interface Recorded {
  readonly name: string;
  readonly text: string;
  readonly serialized: string;
  readonly registered: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('recorded-serialized.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

it.each(recorded)('describes $name as a real registry does', ({ text, serialized }) => {
  expect(parsedProtobuf(text, [], []).formatted('serialized')).toBe(serialized);
});

it.each(recorded)('reads the description of $name as a real registry does', ({ serialized, registered }) => {
  expect(parsedProtobuf(serialized, [], []).text).toBe(registered);
});

test('what is neither a text nor a description is refused in the words of the text', () => {
  for (const text of ['message {', 'AAAA', 'CgdkZWZhdWx0I/8=', 'Pz8/', 'x', 'CgFhY', 'CgFhCgFi='])
    expect(() => parsedProtobuf(text, [], [])).toThrow(/^Could not parse Protobuf - /);
  // messages in messages, deeper than protobuf reads them
  let bytes = Buffer.from([0x0a, 1, 0x61]);
  for (let i = 0; i < 150; i++) {
    const length = Buffer.from([(bytes.length & 0x7f) | 0x80, bytes.length >> 7]);
    bytes = Buffer.concat([Buffer.from([i === 149 ? 0x22 : 0x1a]), length, bytes]);
  }
  expect(() => parsedProtobuf(bytes.toString('base64'), [], [])).toThrow(/^Could not parse Protobuf - /);
});
