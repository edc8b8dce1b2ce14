import { CommandError } from 'ksqlite/cli';
import { asksForHelp, lineHelp, parseLineOptions } from '../../src/line/options.ts';

const parse = (line: string, env: Record<string, string> = {}) =>
  parseLineOptions(line === '' ? [] : line.split(' '), env);

const usageError = (line: string, env: Record<string, string> = {}): string => {
  try {
    parse(line, env);
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).exitCode).toBe(2);
    expect((error as CommandError).message).not.toContain('\n');
    return (error as CommandError).message;
  }
  throw new Error(`${line} was taken`);
};

describe('parseLineOptions', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    ['ever', -1],
  ])('keeps records for %s', (said, retentionMs) => {
    expect(parse(`--retention ${said}`)).toMatchObject({ retentionMs });
  });

  it('makes 100 cars, some incomplete, where nothing is asked for', () => {
    expect(parse('')).toEqual({
      source: {
        kind: 'cars',
        cars: 100,
        rate: 40,
        seed: '1',
        mix: { missing: 0.15, late: 0.05, doubled: 0.05, surplus: 0.02 },
      },
      data: 'data',
      fresh: false,
      priceUrl: undefined,
      priceDelay: { minMs: 0, maxMs: 800 },
      slots: 5,
      pricing: { retries: 3, retryDelayMs: 10_000, attemptTimeoutMs: 3_000, lookupTimeoutMs: 30_000 },
      report: undefined,
      json: false,
      logLevel: 'warn',
      serve: false,
      format: 'json',
      ksqldb: { port: 8088, asked: false },
    });
  });

  it('takes every option', () => {
    const options = parse(
      '--input p.jsonl --rate 70 --data d --fresh --price-url http://localhost:1 --slots 2 --price-retries 1 ' +
        '--price-retry-delay 20 --price-attempt-timeout 30 --price-lookup-timeout 40 --report r.json --json --log-level debug --serve --ksqldb-port 0 --format AVRO --registry-port 0',
    );
    expect(options).toEqual({
      source: { kind: 'input', file: 'p.jsonl', rate: 70 },
      data: 'd',
      fresh: true,
      priceUrl: 'http://localhost:1',
      priceDelay: { minMs: 0, maxMs: 800 },
      slots: 2,
      pricing: { retries: 1, retryDelayMs: 20, attemptTimeoutMs: 30, lookupTimeoutMs: 40 },
      report: 'r.json',
      json: true,
      logLevel: 'debug',
      serve: true,
      format: 'avro',
      ksqldb: { port: 0, asked: true },
      registry: { port: 0, asked: true },
    });
  });

  it('takes a part catalogue', () => {
    expect(parse('').catalogue).toBeUndefined();
    expect(parse('--catalogue --seed x').catalogue).toEqual({ seed: 'x', changes: 10 });
    expect(parse('--catalogue --parts 100 --changes 0 --history h.jsonl').catalogue).toEqual({
      parts: 100,
      seed: '1',
      changes: 0,
      history: 'h.jsonl',
    });
  });

  it('takes a catalogue to a search index and a graph', () => {
    expect(parse('--catalogue --opensearch http://a:9200 --neo4j bolt://b:7687').catalogue?.sinks).toEqual({
      opensearch: 'http://a:9200',
      neo4j: 'bolt://b:7687',
    });
  });

  it('serves no ksqlDB API when told so', () => {
    expect(parse('--no-ksqldb').ksqldb).toBeUndefined();
  });

  it('sends a file at its own times unless a rate is given', () => {
    expect(parse('--input p.jsonl').source).toEqual({ kind: 'input', file: 'p.jsonl' });
  });

  it.each(['0', 'max'])('takes --rate %s as: as fast as the line takes them', (rate) => {
    expect(parse(`--rate ${rate}`).source.rate).toBe('max');
  });

  it('reads the pricing knobs from the environment, and an option wins', () => {
    const env = { PRICE_RETRIES: '7', PRICE_RETRY_DELAY_MS: '100', PRICE_ATTEMPT_TIMEOUT_MS: '' };
    expect(parse('--price-retries 1', env).pricing).toEqual({
      retries: 1,
      retryDelayMs: 100,
      attemptTimeoutMs: 3_000,
      lookupTimeoutMs: 30_000,
    });
  });

  it('lets the shares that were not asked for give way', () => {
    expect(parse('--missing 1').source).toMatchObject({
      mix: { missing: 1, late: 0, doubled: 0, surplus: 0 },
    });
  });

  it.each([
    ['--no-ksqldb --ksqldb-port 1', '--ksqldb-port: says where'],
    ['--no-ksqldb --registry-port 1', '--registry-port: says where'],
    ['--format xml', '--format: got "xml", wants json, avro, protobuf, json_sr'],
    ['--ksqldb-port 65536', '--ksqldb-port: got "65536"'],
    ['--opensearch http://a', '--opensearch: is for a part catalogue'],
    [
      '--catalogue --opensearch a:9200',
      '--opensearch: got "a:9200", wants the http(s) address of a search index',
    ],
    ['--catalogue --neo4j http://a', '--neo4j: got "http://a", wants the address of a Neo4j'],
    ['--catalogue --neo4j bolt://a --format avro', '--neo4j: reads cars in JSON'],
    ['--rate fast', '--rate: got "fast", wants parts per second'],
    ['--rate -5', '--rate: got "-5"'],
    ['--retention 7', '--retention: got "7", wants how long records are kept'],
    ['--retention 0d', '--retention: got "0d", wants how long records are kept'],
    ['--cars 0', '--cars: got "0", wants the number of cars, a whole number from 1'],
    ['--cars 1.5', '--cars: got "1.5"'],
    ['--cars', '--cars: got no value, wants N'],
    ['--care 5', "unknown option '--care' (Did you mean --cars?)"],
    ['cars', '"cars": is not an option'],
    ['--input --json', '--input: got "--json", wants a path'],
    ['--input p --cars 5', '--cars: is for generated cars'],
    ['--missing 0.8 --late 0.5', 'got 1.3 together, wants at most 1'],
    ['--late 2', '--late: got "2", wants a share'],
    ['--price-delay 9-2', '--price-delay: got "9-2", wants milliseconds as MIN-MAX'],
    ['--price-url localhost:80', '--price-url: got "localhost:80", wants the http(s) address'],
    ['--price-url http://a --price-delay 1-2', '--price-delay: slows'],
    [
      '--price-attempt-timeout 9 --price-lookup-timeout 8',
      '--price-attempt-timeout: got 9, wants at most the 8 ms',
    ],
    ['--price-url http://a/?b', '--price-url: got "http://a/?b"'],
    ['--slots 0', '--slots: got "0"'],
    ['--parts 100', '--parts: is for a part catalogue: add --catalogue'],
    ['--catalogue --parts 69', '--parts: got "69", wants the number of parts, a whole number from 70'],
    ['--catalogue --price-url http://a', '--price-url: asks another API'],
    ['--seed a/b', '--seed: got "a/b"'],
  ])('refuses %s in one clear line', (line, message) => {
    expect(usageError(line)).toContain(message);
  });

  it('names the variable when the environment is wrong', () => {
    expect(usageError('', { PRICE_RETRIES: 'many' })).toBe(
      'PRICE_RETRIES: got "many", wants how often a failed lookup is tried again, a whole number from 0 to 100',
    );
  });
});

describe('lineHelp', () => {
  it('is asked for wherever it stands', () => {
    expect(asksForHelp(['--cars', '5', '--help'])).toBe(true);
    expect(asksForHelp(['--cars', '5'])).toBe(false);
  });

  it.each([60, 100])('fits into %i columns and teaches examples and exit codes', (width) => {
    const help = lineHelp(width);
    expect(help).toMatchSnapshot();
    expect(help).toContain('Exit codes:');
  });
});
