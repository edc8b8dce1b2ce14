import type { SubscribeOptions, Subscription, Topics } from '../../topics/port.ts';

/** Subscribes; undefined when `stop` fires first: a subscription that comes later is closed. Throws as `subscribe`. */
export function subscribeUntil(
  topics: Topics,
  options: SubscribeOptions,
  stop: AbortSignal,
): Promise<Subscription | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(undefined);
    if (stop.aborted) giveUp();
    stop.addEventListener('abort', giveUp);
    topics.subscribe(options).then(
      (subscription) => {
        stop.removeEventListener('abort', giveUp);
        if (stop.aborted)
          subscription.close().catch(() => {}); // nobody is left to tell
        else resolve(subscription);
      },
      (error) => {
        stop.removeEventListener('abort', giveUp);
        reject(error);
      },
    );
  });
}
