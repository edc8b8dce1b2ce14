import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultsOptions } from '../options.ts';
import { fuzz, replay } from './fuzz.ts';
import { FUZZ_BUGS } from './fuzz-bugs.ts';
import type { Fuzzed } from './fuzz-one.ts';
import type { Finding } from './fuzz-target.ts';
import { instrumentedCopy } from './instrumented-copy.ts';
import { type FuzzProof, proveFuzzBug } from './prove-fuzz-bug.ts';

interface Said {
  /** for `--json` */
  readonly report: unknown;
  readonly text: string;
  readonly holds: boolean;
}

/** `npm run test:faults -- --fuzz`: borders fuzzed, one input replayed, or seeded bugs looked for. */
export async function fuzzCommand(options: FaultsOptions, checkout: string): Promise<Said> {
  const { seed, jobs, json } = options;
  const say = json ? () => undefined : (text: string) => process.stderr.write(`${text}\n`);
  const targets = typeof options.fuzz === 'string' ? [options.fuzz] : undefined;
  if (options.seededBugs) return proveAll(checkout, targets, seed, jobs, say);
  const sources = instrumentedCopy(checkout);
  try {
    if (options.replay !== undefined && targets !== undefined)
      return replayed(await replay(sources.root, checkout, targets[0] ?? '', readFileSync(options.replay)));
    const fuzzed = await fuzz({
      root: sources.root,
      checkout,
      targets,
      seed,
      runs: options.runs,
      ms: options.minutes * 60_000,
      jobs,
      onDone: (one) => say(lineOf(one)),
    });
    return said(fuzzed, seed);
  } finally {
    sources.remove();
  }
}

function said(fuzzed: readonly Fuzzed[], seed: number): Said {
  const findings = fuzzed.flatMap((one) => one.findings);
  const runs = fuzzed.reduce((sum, one) => sum + one.runs, 0);
  const text = [
    ...findings.map(findingText),
    `Borders fuzzed   ${fuzzed.length}, seed ${seed}`,
    `Inputs           ${runs.toLocaleString('en')}`,
    '',
    findings.length === 0 ? '✔ each was taken, or refused with words' : `✖ ${findings.length} found`,
    '',
  ].join('\n');
  return { report: { seed, fuzzed }, text, holds: findings.length === 0 };
}

const lineOf = ({ target, runs, seconds, corpus, corpusBytes, blocks, findings }: Fuzzed): string =>
  `${target.padEnd(13)} ${runs.toLocaleString('en').padStart(11)} inputs ${Math.round(runs / seconds)
    .toLocaleString('en')
    .padStart(
      7,
    )}/s   ${corpus} of them kept (${Math.ceil(corpusBytes / 1024)} KB), ${blocks} blocks run${findings.length === 0 ? '' : `   ✖ ${findings.length} found`}`;

let written = 0;

/** Shows a finding, and writes its input where `--replay` takes it from. */
function findingText({ target, kind, message, input }: Finding): string {
  const bytes = Buffer.from(input, 'base64');
  const file = join(tmpdir(), `fuzz-${target}-${process.pid}-${++written}.bin`);
  writeFileSync(file, bytes);
  const shown = JSON.stringify(bytes.toString('latin1').slice(0, 300));
  return [
    `✖ ${target}: ${kind}`,
    ...message.split('\n').map((line) => `    ${line}`),
    `  at ${bytes.length} bytes: ${shown}`,
    `  again: npm run test:faults -- --fuzz ${target} --replay ${file}`,
    '',
  ].join('\n');
}

function replayed(finding: Finding | undefined): Said {
  const text = finding === undefined ? '✔ taken, or refused with words\n' : `${findingText(finding)}\n`;
  return { report: { finding }, text, holds: finding === undefined };
}

async function proveAll(
  checkout: string,
  targets: readonly string[] | undefined,
  seed: number,
  jobs: number,
  say: (text: string) => void,
): Promise<Said> {
  const bugs = FUZZ_BUGS.filter(({ target }) => targets?.includes(target) ?? true);
  const proofs: FuzzProof[] = [];
  const next = async (): Promise<void> => {
    for (let bug = bugs.shift(); bug !== undefined; bug = bugs.shift()) {
      const proof = await proveFuzzBug(bug, checkout, seed);
      proofs.push(proof);
      say(proofText(proof));
    }
  };
  await Promise.all(Array.from({ length: jobs }, next));
  const holds = proofs.every(({ finding }) => finding !== undefined);
  const text = `\n${holds ? '✔ every bug was found' : '✖ not every bug was found'}\n`;
  return { report: { seed, proofs }, text, holds };
}

const proofText = ({ bug, runs, seconds, finding }: FuzzProof): string =>
  finding === undefined
    ? `✖ not found in ${runs} inputs, ${Math.round(seconds)} s: ${bug.name}`
    : `✔ ${bug.target}, ${runs.toLocaleString('en')} inputs, ${seconds.toFixed(1)} s: ${bug.name}\n    ${finding.kind}: ${JSON.stringify(Buffer.from(finding.input, 'base64').toString('latin1').slice(0, 60))}`;
