import fc from 'fast-check';
import { textField, textsIn } from '../../../src/line/ledger/json-texts.ts';
import { outcomeOf } from '../../../src/line/ledger/outcome-record.ts';
import { partIdOf } from '../../../src/line/ledger/part-id.ts';

const bytes = (text: string) => Buffer.from(text);

describe('textsIn', () => {
  it.each([
    ['{"id":"a"}', 1, ['a']],
    ['{"part":{"id":"inner"},"id":"outer"}', 1, ['outer']],
    ['{"part":{"id":"inner"},"id":"outer"}', 2, ['inner']],
    ['{"x":"id","id":"ação"}', 1, ['ação']],
    ['{"x":"{{\\"","id":"a"}', 1, undefined],
    ['{"x":"{{","id":"a"}', 1, ['a']],
    ['{"wheels":[{"id":"a"},{"id":"b"}]}', 2, ['a', 'b']],
    ['{"id":7}', 1, undefined],
    ['{"id": "a"}', 1, undefined],
    ['{}', 1, []],
  ])('finds in %s at depth %i %j', (json, depth, texts) => {
    expect(textsIn(bytes(json), [textField('id', depth)])).toEqual(texts && [texts]);
  });

  it('finds several fields in one pass', () => {
    const fields = [textField('situation', 1), textField('id', 2)];
    const json = '{"a":{"id":"x"},"situation":"y","b":[{"id":"z"}]}';
    expect(textsIn(bytes(json), fields)).toEqual([['y'], ['x', 'z']]);
  });
});

describe('partIdOf', () => {
  it('finds the id that parsing finds', () => {
    const text = fc.oneof(fc.constantFrom('id', '"id":"', '{', '}', 'a\\b'), fc.string({ unit: 'grapheme' }));
    const name = fc.oneof(fc.constant('id'), fc.constant('part'), text);
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.constant(null), tie('object'), tie('array')),
      object: fc.dictionary(name, tie('json'), { maxKeys: 4 }),
      array: fc.array(tie('json'), { maxLength: 3 }),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, json!), fc.constantFrom(0, 2), (value, indent) => {
        const id = Object.hasOwn(value, 'id') ? value.id : undefined;
        // what is no text is a text to the statements: part-id.test.ts
        fc.pre(id === undefined || typeof id === 'string');
        const expected = id !== '' ? id : undefined;
        expect(partIdOf(bytes(JSON.stringify(value, null, indent)))).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is undefined where there is no JSON', () => {
    expect(partIdOf(bytes('{"id'))).toBeUndefined();
    expect(partIdOf(bytes(''))).toBeUndefined();
  });
});

describe('outcomeOf', () => {
  const car = {
    sku: 'a',
    totalPrice: -1,
    body: { part: { sku: 'a', productName: 'x' }, id: 'a/BODY' },
    engine: null,
    remoteControl: null,
    wheels: [{ part: null, id: 'a/FRONT_LEFT' }, { id: 'a/REAR_LEFT' }],
    situation: 'MISSING_ENGINE',
  };
  it.each([0, 2])('reads situation and ids, however the JSON is laid out', (indent) => {
    expect(outcomeOf(bytes(JSON.stringify(car, null, indent)))).toEqual({
      situation: 'MISSING_ENGINE',
      ids: ['a/BODY', 'a/FRONT_LEFT', 'a/REAR_LEFT'],
    });
  });
  it('is undefined where the record is no car', () => {
    for (const text of ['', 'null', '{}', '{"situation":"LOST"}'])
      expect(outcomeOf(bytes(text))).toBeUndefined();
    expect(outcomeOf(null)).toBeUndefined();
  });
});
