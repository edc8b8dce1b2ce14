import fc from 'fast-check';
import { parseInputLine } from '../../../src/producer/replay/input-line.ts';

const line = (value: string): string => `{"topic":"rccar-body","key":"k","value":${value},"at":1}`;

it.each([
  '1e400',
  '{"id":12345678901234567890}',
  '{"weight":1.10,"a":-0}',
  '"\\ud800"',
  '{"a":1,"a":2}',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
])('sends the value as it stands: %.40s', (value) => {
  expect(parseInputLine(line(value)).value).toBe(value);
});

it('takes the last of fields with one name, whatever its spelling', () => {
  expect(parseInputLine('{"value":1,"topic":"rccar-body","key":null, "val\\u0075e" : [2] }').value).toBe(
    '[2]',
  );
});

it('sends any JSON so that it means the same', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (value, other) => {
      const text = `{"x":${other},"value":${value},"topic":"rccar-body","key":"a\\"},"}`;
      const sent = parseInputLine(text).value;
      expect(sent === null ? null : JSON.parse(sent)).toEqual(JSON.parse(value));
    }),
  );
});

it('says of any text what it is, or what is wrong with it in a line', () => {
  const field = fc.constantFrom('topic', 'key', 'value', 'raw', 'at', '__proto__', 'constructor');
  const value = fc.oneof(fc.json(), fc.constantFrom('"rccar-body"', '1e400', '-1', 'NaN', ''));
  const object = fc
    .array(fc.tuple(field, value))
    .map((fields) => `{${fields.map(([name, text]) => `"${name}":${text}`).join()}}`);
  fc.assert(
    fc.property(fc.oneof(object, fc.string({ unit: 'binary' })), (text) => {
      try {
        const { at } = parseInputLine(text);
        expect(at === undefined || at >= 0).toBe(true);
      } catch (error) {
        expect((error as Error).constructor).toBe(Error);
        expect((error as Error).message).not.toMatch(/\n|call stack/);
      }
    }),
    { numRuns: 1_000 },
  );
});
