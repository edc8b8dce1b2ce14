import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Complete } from './completion.ts';
import type { HistoryFile } from './history-file.ts';
import { oneLine } from './one-line.ts';
import { searchKeys } from './search-keys.ts';
import { type ShellCommand, shellCommand } from './shell-commands.ts';
import { type Typed, typedSoFar } from './statement-buffer.ts';

export interface ReplOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** A person types: prompts, history, completion. */
  readonly terminal: boolean;
  readonly history: HistoryFile;
  readonly complete: Complete;
  /** Runs whole statements; Ctrl-C fires the signal. Must not throw. */
  readonly run: (text: string, stop: AbortSignal) => Promise<'go-on' | 'leave'>;
  /** The same for a word of the shell. */
  readonly command: (
    command: ShellCommand,
    typed: readonly string[],
    stop: AbortSignal,
  ) => Promise<'go-on' | 'leave'>;
}

const PROMPT = 'ksql> ';
const MORE: Readonly<Record<string, string>> = {
  "'": "   '> ",
  '"': '   "> ',
  '`': '   `> ',
  '/*': '  /*> ',
};

/** Reads lines and runs them, one after the other, until the input ends or something says so. */
export function runRepl(options: ReplOptions): Promise<void> {
  const { terminal, history, output } = options;
  const typed: string[] = [...history.read()];
  const rl = openReadline(options, typed);
  if (terminal) searchKeys(rl, output, () => typed.toReversed());
  const lines: string[] = [];
  const fragments: string[] = [];
  /** node:readline's own, newest first. */
  let recent: string[] = [];
  let text = '';
  let running: AbortController | undefined;
  let closed = false;

  const promptFor = (state: Typed): string => {
    if (state.kind !== 'open') return PROMPT;
    return MORE[state.inside ?? ''] ?? '    > ';
  };
  const prompt = (): void => {
    if (!terminal || closed) return;
    rl.setPrompt(promptFor(typedSoFar(text)));
    // what was typed while a statement ran stays, and so does the place in it
    rl.prompt(true);
  };

  const take = async (line: string, stop: AbortSignal): Promise<'go-on' | 'leave'> => {
    if (text.trim() === '') {
      const command = shellCommand(line);
      if (command !== undefined) {
        remember(line);
        return options.command(command, typed, stop);
      }
    }
    text = text === '' ? line : `${text}\n${line}`;
    fragments.push(line);
    if (typedSoFar(text).kind !== 'complete') return 'go-on';
    const whole = text;
    text = '';
    remember(oneLine(whole));
    return options.run(whole, stop);
  };

  const remember = (entry: string): void => {
    if (!terminal) return;
    // The lines of a statement become one entry.
    const pieces = new Set(fragments);
    while (recent[0] !== undefined && pieces.has(recent[0])) recent.shift();
    recent.unshift(entry);
    fragments.length = 0;
    if (entry === typed.at(-1)) return;
    typed.push(entry);
    history.add(entry);
  };

  return new Promise((resolve) => {
    const pump = async (): Promise<void> => {
      if (running !== undefined) return;
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
        running = new AbortController();
        const next = await take(line, running.signal);
        running = undefined;
        if (next === 'leave') {
          lines.length = 0;
          closed = true;
          rl.close();
        }
      }
      if (closed) await lastWords();
      else prompt();
    };
    /** What was typed without its semicolon before the input ended: in a pipe it counts, at a terminal it does not. */
    const lastWords = async (): Promise<void> => {
      const rest = text;
      text = '';
      if (!terminal && rest.trim() !== '') await options.run(rest, new AbortController().signal);
      resolve();
    };

    rl.on('line', (line) => {
      lines.push(line);
      void pump();
    });
    rl.on('history', (entries: string[]) => {
      recent = entries;
    });
    rl.on('SIGINT', () => {
      if (running !== undefined) running.abort();
      else {
        text = '';
        output.write('^C\n');
        // Takes away what stands in the line.
        rl.write(null, { ctrl: true, name: 'e' });
        rl.write(null, { ctrl: true, name: 'u' });
        prompt();
      }
    });
    rl.on('close', () => {
      if (closed) return;
      closed = true;
      if (terminal) {
        running?.abort();
        lines.length = 0;
      }
      if (running === undefined) void pump();
    });
    prompt();
  });
}

function openReadline(
  { input, output, terminal, complete }: ReplOptions,
  typed: readonly string[],
): Interface {
  if (!terminal) return createInterface({ input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
  return createInterface({
    input,
    output,
    terminal: true,
    historySize: 1_000,
    removeHistoryDuplicates: true,
    history: [...typed].reverse(),
    prompt: PROMPT,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      complete(line).then(
        (result) => done(null, result),
        () => done(null, [[], line]),
      );
    },
  });
}
