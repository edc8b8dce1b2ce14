import type { Awaitable } from '../awaitable.ts';

/**
 * A computation that asks a registry on its way. It yields what the registry answers, and is given back what came of that: so the
 * same steps run at once where the registry is in this process, and wait where it is not.
 */
export type Asking<T> = Generator<Awaitable<unknown>, T, unknown>;

/** The answer to one question, within a computation that asks. */
export function* ask<T>(question: Awaitable<T>): Asking<T> {
  return (yield question) as T;
}

/** Runs it: at once as far as nothing has to be waited for. */
export function answer<T>(asking: Asking<T>): Awaitable<T> {
  let step = asking.next();
  while (step.done !== true) {
    if (step.value instanceof Promise) return answerLater(asking, step.value);
    step = asking.next(step.value);
  }
  return step.value;
}

/**
 * Runs it for someone who can't wait.
 *
 * @throws Error where the registry is another process's
 */
export function answerNow<T>(asking: Asking<T>): T {
  let step = asking.next();
  while (step.done !== true) {
    if (step.value instanceof Promise) {
      step.value.catch(() => undefined);
      throw new Error('the Schema Registry is in another process: this has to wait for its answer');
    }
    step = asking.next(step.value);
  }
  return step.value;
}

async function answerLater<T>(asking: Asking<T>, first: Promise<unknown>): Promise<T> {
  let waiting: Awaitable<unknown> = first;
  for (;;) {
    let step: IteratorResult<Awaitable<unknown>, T>;
    try {
      const value = await waiting;
      step = asking.next(value);
    } catch (error) {
      step = asking.throw(error);
    }
    if (step.done === true) return step.value;
    waiting = step.value;
  }
}
