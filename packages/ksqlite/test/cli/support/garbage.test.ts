import fc from 'fast-check';
import { parseLineOptions } from '../../../../../src/line/options.ts';
import { ksqldbOptions } from '../../../src/cli/server/ksqldb-options.ts';
import { shellOptions } from '../../../src/cli/shell/options/shell-options.ts';
import { waitOption } from '../../../src/cli/support/options/common-options.ts';
import { CommandError } from '../../../src/errors/command-error.ts';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Read = (argv: readonly string[], env: Env) => unknown;

const COMMANDS: Readonly<Record<string, Read>> = {
  'npm start': parseLineOptions,
  'npm run ksqldb': ksqldbOptions,
  'npm run ksql': shellOptions,
};
const garbage = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '-1',
    '-0',
    'NaN',
    'Infinity',
    '1e400',
    '1e9',
    '0x10',
    '９',
    '__proto__',
    '../..',
    '\0',
    '\ud800',
  ),
  fc.constantFrom('--', '-', '--data', '--constructor', '--cars=', '--rate=-1', '--define=__proto__=x', '-e'),
  fc.bigInt().map(String),
);
const OPTIONS =
  '--cars --input --rate --seed --missing --late --doubled --surplus --data --price-url --price-delay --slots --price-retries --price-retry-delay --price-attempt-timeout --price-lookup-timeout --report --ksqldb-port --listen --define --query-timeout --wait -f'.split(
    ' ',
  );
const VARIABLES =
  'PRICE_RETRIES PRICE_RETRY_DELAY_MS PRICE_ATTEMPT_TIMEOUT_MS PRICE_LOOKUP_TIMEOUT_MS KSQLDB_URL KSQLDB_TOKEN KSQLDB_USERNAME KSQLDB_PASSWORD'.split(
    ' ',
  );

/** Reads, or one line that says which option or variable is wrong. */
function behaves(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    const { code, exitCode, message } = error as CommandError;
    expect(['USAGE', 'KSQLDB_URL', 'PRICE_API']).toContain(code);
    if (code === 'USAGE') expect(exitCode).toBe(2);
    expect(message).not.toMatch(/\n\s+at |undefined|\[object/);
  }
}

describe.each(Object.entries(COMMANDS))('%s', (_name, read) => {
  it('takes any arguments, or says which is wrong', () => {
    const argument = fc.oneof(fc.constantFrom(...OPTIONS), garbage);
    const env = fc.dictionary(fc.constantFrom(...VARIABLES), garbage);
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), env, (argv, variables) => {
        behaves(() => read(argv, variables));
      }),
      { numRuns: 500 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

it.each(['PRICE_RETRIES', 'PRICE_RETRY_DELAY_MS', 'PRICE_ATTEMPT_TIMEOUT_MS', 'PRICE_LOOKUP_TIMEOUT_MS'])(
  'garbage in %s is named',
  (variable) => {
    for (const text of ['x', '-1', 'NaN', '1e3', '99999999999999999999'])
      expect(() => parseLineOptions([], { [variable]: text })).toThrow(
        `${variable}: got ${JSON.stringify(text)}`,
      );
  },
);

it('garbage in what says how Kafka is reached is named', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(
          'KAFKA_BOOTSTRAP',
          'KAFKA_SECURITY_PROTOCOL',
          'KAFKA_SASL_MECHANISM',
          'KAFKA_SSL_KEY_LOCATION',
        ),
        garbage,
      ),
      (env) => {
        try {
          kafkaSettings({ KAFKA_BOOTSTRAP: 'localhost:9092', ...env });
        } catch (error) {
          expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
          expect((error as Error).message).toMatch(/KAFKA_/);
        }
      },
    ),
  );
});

it('garbage in --wait is named', () => {
  fc.assert(fc.property(garbage, (wait) => behaves(() => waitOption({ wait }))));
});
