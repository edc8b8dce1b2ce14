import { useEffect } from 'preact/hooks';

/** Does something at once and then again and again, each time when the last one is done, while the page is seen. */
export function usePoll(periodMs: number, act: () => Promise<void>, inputs: readonly unknown[]): void {
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async (): Promise<void> => {
      if (!document.hidden) await act();
      if (!isOver) timer = setTimeout(() => void run(), periodMs);
    };
    void run();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, inputs);
}
