import type { Progress } from '../apply/progress.ts';

/** A line of progress for people; undefined for what was just said. */
export function progressTexts(): (progress: Progress) => string | undefined {
  let said = '';
  return (progress) => {
    const text = textOf(progress);
    if (text === said) return undefined;
    said = text;
    return text;
  };
}

function textOf(progress: Progress): string {
  switch (progress.kind) {
    case 'waiting':
      return `  waiting: ${progress.reason}`;
    case 'step':
      return `  ${progress.migration} ${progress.step}/${progress.of}: ${progress.label}`;
    case 'recognised':
      return `  ${progress.migration}: ${progress.label} had been carried out before`;
    case 'query':
      return `  waiting: query ${progress.id} is ${progress.state}`;
    case 'applied':
      return `  ${progress.migration} applied in ${(progress.ms / 1000).toFixed(1)} s`;
  }
}
