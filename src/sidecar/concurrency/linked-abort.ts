import { setMaxListeners } from 'node:events';

export interface ChildAbort {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  /** Lets go of the parent; to be called when the child's work is over. */
  readonly release: () => void;
}

/**
 * An abort of its own that also fires with its parents'. Not `AbortSignal.any`: on Node 20 a parent that lives as long
 * as the process keeps every child it ever had.
 */
export function childAbort(...parents: readonly AbortSignal[]): ChildAbort {
  const controller = new AbortController();
  // a child for each request in flight is no leak, however many slots there are
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort();
  for (const parent of parents) {
    if (parent.aborted) abort();
    else parent.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    abort,
    release: () => {
      for (const parent of parents) parent.removeEventListener('abort', abort);
    },
  };
}
