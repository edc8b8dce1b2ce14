import { rowReader } from 'ksqlite/client';
import { parseInputLine } from '../../../src/producer/replay/input-line.ts';
import { readPriceAnswer } from '../../../src/sidecar/price-lookup/price-answer.ts';
import { parsePriceUrl } from '../../../src/sidecar/price-lookup/price-url.ts';
import { readAwaitingCar } from '../../../src/sidecar/pricing/awaiting-car.ts';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { JSON_WORDS } from '../words.ts';

const { pathOf } = parsePriceUrl('http://h/base');

export const pricesTarget: FuzzTarget = {
  name: 'prices',
  about: 'an answer of the price API; a car that awaits its price',
  open: async () => ({
    seeds: ['{"id":"b-1","price":12.34}', CAR].map((text) => Buffer.from(text)),
    words: [...JSON_WORDS, '"situation":"AWAITING_PRICE"', '"totalPrice":', '"remoteControl":', '"price":'],
    take: (input) => {
      const attempt = readPriceAnswer('b-1', 200, input);
      if (attempt.ok) {
        const price = Number(attempt.value);
        holds(price >= 0 && price <= 1e12, () => `the price is ${price}`);
      } else holds(attempt.message.length < 500, () => 'an endless reason');
      const { car, reason } = readAwaitingCar(input);
      if (car === undefined)
        holds(
          (reason ?? '').length > 0 && (reason ?? '').length < 1_000,
          () => 'no reason, or an endless one',
        );
      else
        for (const { id } of car.wheels)
          holds(typeof id === 'string' && id !== '', () => 'a wheel without an id');
    },
  }),
};

export const inputTarget: FuzzTarget = {
  name: 'input',
  about: 'a line of an --input file',
  open: async () => ({
    seeds: [
      '{"topic":"rccar-body","key":"c1","value":{"part":null,"id":"b-1"},"at":12}',
      '{"topic":"rccar-wheel","key":null,"raw":"x\\ud800","at":0.5}',
      '{"topic":"rccar-engine","key":"","value":null}',
    ].map((text) => Buffer.from(text)),
    words: [...JSON_WORDS, '"topic":"rccar-body"', '"key":', '"value":', '"raw":', '"at":'],
    take: (input) => {
      const text = input.toString('utf8');
      try {
        const line = parseInputLine(text);
        holds(line.at === undefined || line.at >= 0, () => `at is ${line.at}`);
        if (line.value !== null && !text.includes('"raw"') && !text.includes('\\u'))
          holds(same(line.value, text), () => `the value is not the line's: ${line.value?.slice(0, 100)}`);
      } catch (error) {
        if (error instanceof RangeError || error instanceof TypeError || !(error instanceof Error))
          throw error;
        holds(!/\n/.test(error.message) && error.message.length < 2_000, () => 'more than a line of message');
        holds(!/call stack/.test(error.message), () => error.message);
      }
    },
  }),
};

/** Whether all numbers of the value stand in the text as they are. */
const same = (value: string, text: string): boolean =>
  (value.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[-+.0-9eE]+/g) ?? []).every((number) =>
    text.includes(number),
  );

export const answersTarget: FuzzTarget = {
  name: 'answers',
  about: 'a row that a ksqlDB server answers; an id in a URL',
  open: async () => {
    const read = rowReader([
      'STRING',
      'BIGINT',
      'DECIMAL(4, 2)',
      'ARRAY<STRUCT<`a` DOUBLE>>',
      'MAP<STRING, BIGINT>',
      'NONSENSE<',
    ]);
    return {
      seeds: [Buffer.from('["a",12345678901234567890,1.50,[{"a":1.5}],{"x":1},null]')],
      words: JSON_WORDS,
      take: (input) => {
        const text = input.toString('utf8');
        try {
          read(text);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
        }
        if (!/\p{Surrogate}/u.test(text))
          holds(!/[/?#\s]/.test(pathOf(text).slice('/base/price/'.length)), () => 'leaves its segment');
      },
    };
  },
};

const CAR = JSON.stringify({
  sku: 'c1',
  totalPrice: 0,
  body: { part: null, id: 'b', color: 'red', material: 'ABS', weight: 1.25 },
  engine: { part: null, id: 'e' },
  remoteControl: { part: null, id: 'r', channelFrequency: 'RF_27' },
  wheels: ['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'].map((placement) => ({
    part: null,
    id: placement,
    placement,
  })),
  situation: 'AWAITING_PRICE',
});
