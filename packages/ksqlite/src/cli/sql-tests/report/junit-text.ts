import type { TestTotals, TestVerdict } from '../found-test.ts';
import { placeOf } from './report.ts';

/** JUnit's XML, as Jenkins, GitLab and GitHub's actions read it: a suite for each file. Times are seconds. */
export function junitText(verdicts: readonly TestVerdict[], { passed, failed, ms }: TestTotals): string {
  const files = [...new Set(verdicts.map(({ file }) => file))];
  const counts = `tests="${passed + failed}" failures="${failed}" errors="0" time="${seconds(ms)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ksqlite test" ${counts}>`,
    ...files.flatMap((file) =>
      suite(
        file,
        verdicts.filter((verdict) => verdict.file === file),
      ),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, verdicts: readonly TestVerdict[]): readonly string[] {
  const failures = verdicts.filter(({ failure }) => failure !== undefined).length;
  const ms = verdicts.reduce((sum, verdict) => sum + verdict.ms, 0);
  return [
    `  <testsuite name="${escaped(file)}" tests="${verdicts.length}" failures="${failures}" errors="0" skipped="0" time="${seconds(ms)}">`,
    ...verdicts.flatMap(testCase),
    '  </testsuite>',
  ];
}

function testCase({ file, name, line, ms, failure }: TestVerdict): readonly string[] {
  const head = `    <testcase classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}" line="${line}" time="${seconds(ms)}"`;
  if (failure === undefined) return [`${head}/>`];
  const [first = ''] = failure.message.split('\n');
  return [
    `${head}>`,
    `      <failure message="${escaped(first)}">${escaped(`${placeOf(failure)}\n${failure.message}`)}</failure>`,
    '    </testcase>',
  ];
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(4);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML has no form for become question marks. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML can't hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?');
