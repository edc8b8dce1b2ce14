import { type ColumnType, UnfitValue } from './column-type.ts';
import type { TypeSettings } from './type-info.ts';

const PART = '(-?[\\d.]+)';
const ISO = new RegExp(
  `^P(?:${PART}Y)?(?:${PART}M)?(?:${PART}D)?(?:T(?:${PART}H)?(?:${PART}M)?(?:${PART}S)?)?$`,
);
const DAY_US = 86_400_000_000;
/** A year of 365.25 days has twelve equal months. */
const MONTH_US = (365.25 / 12) * DAY_US;

/** INTERVAL, as `intervalstyle=iso_8601` writes it: P1Y2M3DT4H5M6.789S. */
export function intervalType({ intervals }: TypeSettings): ColumnType {
  if (intervals === 'string')
    return {
      schema: { type: 'string', name: 'io.debezium.time.Interval', version: 1 },
      read: (text) => {
        const [years, months, days, hours, minutes, seconds] = partsOf(text);
        return `P${years}Y${months}M${days}DT${hours}H${minutes}M${seconds}S`;
      },
    };
  return {
    schema: { type: 'int64', name: 'io.debezium.time.MicroDuration', version: 1 },
    read: (text) => {
      const [years, months, days, hours, minutes, seconds] = partsOf(text);
      const time = Math.round((hours * 3600 + minutes * 60 + seconds) * 1_000_000);
      return (years * 12 + months) * MONTH_US + days * DAY_US + time;
    },
    zero: 0,
  };
}

type Parts = readonly [number, number, number, number, number, number];

function partsOf(text: string): Parts {
  const found = ISO.exec(text);
  if (found === null) throw new UnfitValue(`not an interval: ${text}`);
  return found.slice(1).map((part) => Number(part ?? 0)) as unknown as Parts;
}
