import { MAX_RECORD_BYTES, prepareRecord } from '../../../../src/topics/kafka/producer/prepare-record.ts';

test('a record is too large by its bytes, headers and all', () => {
  const record = { topic: 't', key: 'k', value: 'v', headers: [{ key: 'h', value: null }] };
  expect(prepareRecord(record)).toBe(record);
  expect(prepareRecord({ topic: 't', key: null, value: null })).toEqual({
    topic: 't',
    key: null,
    value: null,
  });
  const bytes = Buffer.alloc(MAX_RECORD_BYTES - 36);
  expect(prepareRecord({ topic: 't', key: null, value: bytes })).toMatchObject({ value: bytes });
  const tooLarge = [
    { topic: 't', key: 'k', value: bytes },
    { topic: 't', key: null, value: 'é'.repeat(MAX_RECORD_BYTES / 2) },
    { topic: 't', key: null, value: null, headers: [{ key: 'h', value: bytes }] },
  ];
  for (const each of tooLarge)
    expect(prepareRecord(each)).toEqual({
      refused: 'too-large',
      message: expect.stringMatching(
        /^a record for t is too large: \d{7} bytes, and Kafka's client takes 1000000$/,
      ),
    });
});
