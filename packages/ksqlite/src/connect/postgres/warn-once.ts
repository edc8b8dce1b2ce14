import type { Logger } from '../../logging/logger.ts';

/** Says a thing once. */
export function warnOnce(log: Logger): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    log.warn(message);
  };
}
