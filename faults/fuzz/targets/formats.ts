import {
  type Column,
  DeserializationError,
  decodeWindowedKey,
  encodeWindowedKey,
  format,
} from 'ksqlite/internals';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { JSON_WORDS } from '../words.ts';
import { checkCodec } from './codec-check.ts';
import { ALL_TYPES, SCALARS } from './schemas.ts';

const codecs =
  (name: string, columns: readonly Column[], wrapSingle: boolean, delimiter = ',') =>
  () => {
    const found = format(name);
    if (found === undefined) throw new Error(`no format ${name}`);
    return found.codec(columns, { role: 'value', wrapSingle, delimiter });
  };

/** Chooses one of several by the first byte; the others are what it is given. */
const chosen =
  <T>(choices: readonly T[], take: (choice: T, rest: Buffer) => void) =>
  (input: Buffer): void =>
    take(choices[(input[0] ?? 0) % choices.length] as T, input.subarray(1));

const FULL =
  '{"B":true,"I":1,"L":"12","D":1.5,"M":12.345,"S":"a\\"b","Y":"aGk=","DA":1,"TI":2,"TS":1795305600000,"AL":[1,null],"AS":["x"],"MD":{"a":1.0},"ST":{"x":"y","Y":3,"__proto__":4},"AA":[{"k":{"a":[1]}}],"__proto__":"p"}';

const SAMPLE_TEXT =
  '{"B":true,"I":1,"L":"12","D":1.5,"M":12.345,"S":"a","Y":"aGk=","DA":1,"TI":2,"TS":1795305600000}';
/** Records like it are read by its shape. */
const SAMPLE = Buffer.from(SAMPLE_TEXT);

export const jsonTarget: FuzzTarget = {
  name: 'json',
  about: 'a JSON value of any type',
  open: async () => {
    const layouts = [
      codecs('JSON', ALL_TYPES, true),
      codecs('JSON', SCALARS, true),
      ...ALL_TYPES.map((column) => codecs('JSON', [column], false)),
      codecs('JSON', [{ name: 'S', type: ALL_TYPES[5]?.type ?? SCALARS[0]?.type } as Column], true),
    ];
    return {
      seeds: [
        Buffer.from(`\x01${SAMPLE_TEXT}`),
        ...[
          FULL,
          FULL.toLowerCase(),
          '{}',
          'null',
          '{"S":{"b":[1,2.50,{"x":null}],"1":true}}',
          '{"ts":-1,"ti":-1}',
        ].map((text) => Buffer.from(`\0${text}`)),
        ...layouts.map((_, i) => Buffer.from(`${String.fromCharCode(i)}[1,"2",3.5]`)),
        ...layouts.map((_, i) => Buffer.from(`${String.fromCharCode(i)}"1.5"`)),
      ],
      words: JSON_WORDS,
      take: chosen(layouts, (codec, bytes) => checkCodec(codec, bytes, SAMPLE)),
    };
  },
};

export const kafkaTarget: FuzzTarget = {
  name: 'kafka',
  about: 'a KAFKA key or value',
  open: async () => {
    const layouts = ['I', 'L', 'D', 'S', 'Y'].map((name) =>
      codecs(
        'KAFKA',
        SCALARS.filter((column) => column.name === name),
        false,
      ),
    );
    return {
      seeds: layouts.flatMap((_, i) => [4, 8].map((length) => Buffer.alloc(length + 1, i))),
      words: [],
      take: chosen(layouts, checkCodec),
    };
  },
};

export const delimitedTarget: FuzzTarget = {
  name: 'delimited',
  about: 'a DELIMITED value',
  open: async () => {
    const layouts = [',', '|', 'TAB', 'SPACE', '"', '0'].map((delimiter) =>
      codecs('DELIMITED', SCALARS, true, delimiter),
    );
    return {
      seeds: [
        Buffer.from('\0true,1,12,1.5,12.345,"a ""b""",aGk=,1,2,1795305600000\r\n'),
        Buffer.from('\x01true|1|12|1.5|12.345|x|aGk=|1|2|3'),
        Buffer.from('\x02\t\t\t\t\t\t\t\t\t'),
      ],
      words: ['"', '""', ',', '|', '\t', '\r\n', 'NaN', '1e5', 'Infinity', 'true'],
      take: chosen(layouts, checkCodec),
    };
  },
};

const WINDOWS = ['SESSION', 'TUMBLING', 'HOPPING'] as const;

export const windowedKeyTarget: FuzzTarget = {
  name: 'windowed-key',
  about: 'the key of a windowed topic',
  open: async () => ({
    seeds: WINDOWS.map((type, i) =>
      Buffer.concat([
        Buffer.from([i]),
        encodeWindowedKey(Buffer.from('key'), { start: 1_000, end: 6_000 }, type),
      ]),
    ),
    words: [],
    take: chosen(WINDOWS, (type, bytes) => {
      try {
        const { key, window } = decodeWindowedKey(bytes, type, 5_000);
        holds(window.start >= 0 && window.end >= window.start, () => 'a window that ends before it begins');
        holds(
          encodeWindowedKey(key, window, type).equals(bytes),
          () => 'the key is not written as it was read',
        );
      } catch (error) {
        if (!(error instanceof DeserializationError)) throw error;
      }
    }),
  }),
};
