/**
 * The view of the program around the database: a line of JSON a second while the view is shown. Minutes of its series are
 * kept while the page is open; when the program ends, its last view stays.
 */
import { signal } from '@preact/signals';
import type { ViewContent } from '../../api/answers.ts';
import { errorText } from '../../api/client.ts';
import { eachLines } from '../../api/lines.ts';
import { NOTHING_READ, type ReadView, withRead } from './read-view.ts';

export const shown = signal<ReadView>(NOTHING_READ);
export const viewError = signal('');

const AGAIN_MS = 2_000;

/** Reads until `signal` fires; again after a break, unless the program said that it ends. */
export async function readView(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await eachLines('/page/api/view', { signal: stop }, (lines) => {
        for (const line of lines)
          shown.value = withRead(shown.value, JSON.parse(line) as ViewContent, performance.now());
        viewError.value = '';
      });
    } catch (error) {
      viewError.value = errorText(error);
    }
    if (hasEnded()) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

export const hasEnded = (): boolean => shown.value.content?.status?.hasEnded === true;
