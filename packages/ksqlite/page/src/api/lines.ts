import { type RequestOptions, request } from './client.ts';

/** Reads an answer line by line as it comes; ends with it. Throws ServerError for what is refused. */
export async function eachLines(
  path: string,
  options: RequestOptions,
  onLines: (lines: readonly string[]) => void,
): Promise<void> {
  try {
    const response = await request(path, options);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      const lines = (rest + (value ?? '')).split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      const full = lines.filter((line) => line !== '');
      if (full.length > 0) onLines(full);
      if (done) return;
    }
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  }
}
