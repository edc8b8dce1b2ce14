import { parseBenchOptions } from '../../bench/options.ts';

const BENCHES = [
  ['assembly', 'puts cars together'],
  ['disk', 'the disk alone'],
] as const;
const parse = (...args: string[]) => parseBenchOptions(args, BENCHES);

test('without anything: all of them, full', () => {
  expect(parse()).toMatchObject({
    names: [],
    base: undefined,
    scale: 'full',
    rounds: undefined,
    save: false,
  });
});

test('names and options', () => {
  expect(
    parse('disk', 'assembly', '--rounds', '7', '--quick', '--json', 'x.json', '--millions', '3'),
  ).toMatchObject({
    names: ['disk', 'assembly'],
    scale: 'quick',
    rounds: 7,
    json: 'x.json',
    millions: 3,
  });
});

test('compare takes a ref, then names', () => {
  expect(parse('compare', 'main', 'disk')).toMatchObject({ base: 'main', names: ['disk'] });
  expect(() => parse('compare')).toThrow('with what?');
});

test.each([
  [['nonsense'], 'no bench is called nonsense; there are assembly, disk'],
  [['--rounds', '0'], 'whole number above 0'],
  [['--rounds', 'x'], 'whole number above 0'],
  [['--nonsense'], 'unknown option'],
  [['--scale', 'huge'], 'Allowed choices'],
])('%j is refused', (args, message) => {
  expect(() => parse(...args)).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) }),
  );
});

test('the help lists the benches', () => {
  expect(parse('--help')).toEqual({
    help: expect.stringMatching(/assembly {2}puts cars together[\s\S]*compare main/),
  });
});
