import type { LineFormat } from '../src/line/format/line-format.ts';
import type { Scale } from './bench.ts';
import { watchStalls } from './measure/stalls.ts';
import type { RoundsArgument, RoundsMessage } from './processes/rounds-messages.ts';
import { startProcess } from './processes/start-process.ts';
import { type Result, summarise } from './results/result.ts';

export interface RunOptions {
  readonly scale: Scale;
  readonly rounds: number | undefined;
  readonly millions: number | undefined;
  readonly format: LineFormat;
  /** where the benches keep their data while they run */
  readonly folder: string;
}

/**
 * Runs a bench in a process of its own, so that no other one's memory and compiled code colour it.
 *
 * @param say told how far it is
 * @throws Error with what the bench threw
 */
export async function runBench(
  name: string,
  options: RunOptions,
  say: (text: string) => void,
): Promise<readonly Result[]> {
  const argument: RoundsArgument = { name, ...options };
  const stalls = watchStalls();
  const running = startProcess<RoundsMessage>('./rounds.ts', argument);
  for (;;) {
    const message = await running.next().catch((error: unknown) => {
      stalls.stop();
      throw error;
    });
    if (message.kind === 'say') say(message.text);
    else if (message.kind === 'failed') {
      stalls.stop();
      throw new Error(message.error);
    } else {
      await running.ended;
      const stalled = stalls.stop();
      return summarise(name, message.rounds).map((result) =>
        stalled === undefined ? result : { ...result, notes: [...result.notes, stalled] },
      );
    }
  }
}
