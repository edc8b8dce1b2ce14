import { LINE_ERRORS } from '../../contracts/line-error.ts';

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['npm start', '100 cars, some incomplete, in about 30 s'],
  ['npm start -- --cars 20000 --rate max --price-delay 0-0', 'as fast as this machine can'],
  ['npm start -- --input parts.jsonl --data run1', 'a file; kill it, start it again: it goes on'],
  ['npm start -- --cars 500 --missing 0.5 --report report.json', 'half of the cars lack a part'],
  ['npm run --silent topic -- rccar-completed', 'what is on a topic, as JSON lines'],
];

/** The examples of `--help`. */
export function exampleText(): string {
  return ['Examples:', ...EXAMPLES.map(([line, meaning]) => `  ${line}\n      ${meaning}`), ''].join('\n');
}

/** The exit codes of `--help`, wrapped to `width` columns. */
export function exitCodeText(width: number): string {
  const codes: readonly (readonly [number, string])[] = [
    [0, 'All that went in came out.'],
    [1, 'It ran, and a part or a car is lost or doubled: the report names it.'],
    ...Object.values(LINE_ERRORS).map((error) => [error.exit, error.meaning] as const),
    [130, 'Stopped by Ctrl-C (143: by a SIGTERM); started again it goes on.'],
  ];
  const rows = codes.map(([code, meaning]) =>
    wrapped(meaning, Math.max(24, width - 7)).map(
      (line, index) => `${index === 0 ? String(code).padStart(5) : '     '}  ${line}`,
    ),
  );
  return ['Exit codes:', ...rows.flat(), ''].join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
