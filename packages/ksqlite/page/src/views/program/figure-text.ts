import type { ViewUnit } from '../../api/answers.ts';
import { bytes, count, duration, rate, share } from '../../ui/format.ts';

/** A figure in its unit, as people read it; pure. */
export function figureText(value: number, unit: ViewUnit | undefined): string {
  switch (unit) {
    case undefined:
      return count(value);
    case 'ms':
      return duration(value);
    case 'bytes':
      return bytes(value);
    case 'share':
      return share(value);
    default:
      return `${count(value)} ${unit}`;
  }
}

/** Of a line over time: rates have no unit of their own. */
export const pointText = (value: number, unit: ViewUnit, isCounter: boolean): string =>
  isCounter ? rate(value) : figureText(value, unit);
