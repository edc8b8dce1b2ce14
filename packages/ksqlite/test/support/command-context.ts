import { Readable, Writable } from 'node:stream';
import type { Command, CommandContext, Env } from '../../src/cli/support/run-main.ts';
import { type Clock, systemClock } from '../../src/clock/clock.ts';
import { CommandError } from '../../src/errors/command-error.ts';
import type { ChooseTopics } from '../../src/topics/chosen-topics.ts';
import type { Topics } from '../../src/topics/port.ts';

export interface CommandRun {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** what Ctrl-C does */
  readonly stop: () => void;
  readonly ended: Promise<number>;
}

/** Runs a command as `runMain` does, on streams that are kept. */
export function startCommand(
  command: Command,
  argv: readonly string[],
  {
    env = {},
    clock = systemClock,
    stdin = [],
  }: {
    readonly env?: Env;
    readonly clock?: Clock;
    readonly stdin?: Iterable<string | Buffer> | AsyncIterable<string | Buffer>;
  } = {},
): CommandRun {
  const out = kept();
  const err = kept();
  const stop = new AbortController();
  const context: CommandContext = {
    env,
    clock,
    stdin: Readable.from(stdin),
    stdout: out.stream,
    stderr: err.stream,
    signal: stop.signal,
  };
  return { stdout: out.text, stderr: err.text, stop: () => stop.abort(), ended: command(argv, context) };
}

/** A runtime whose connections are made by `connect`: what stands in for a broker. */
export const chooseKafka =
  (connect: (name?: string) => Topics | Promise<Topics>): ChooseTopics =>
  () => ({ runtime: 'kafka', connect: async (name) => connect(name) });

export const chooseEmbedded: ChooseTopics = () => ({ runtime: 'embedded' });

export const kafkaAway = (): CommandError =>
  new CommandError('KAFKA_AWAY', 'no broker answers at nowhere:9092');

function kept() {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}
