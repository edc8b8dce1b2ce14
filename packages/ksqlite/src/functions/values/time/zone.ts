import { FunctionError } from '../../function-error.ts';

/** A time zone: how far its clocks are ahead of UTC at an instant, in ms. */
export interface Zone {
  readonly id: string;
  readonly offsetAt: (instant: number) => number;
}

const QUARTER_HOUR = 900_000;
const DAY = 86_400_000;
/** 1800: before there were zones every place kept its own mean time, and there is nothing to look up. */
const BEFORE_ZONES = Date.UTC(1800, 0);
const fixedOffset = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/;

const known = new Map<string, Zone>();

/** The zone of an id as Java's `ZoneId.of` reads it: `Z`, `+02:00`, `UTC+2`, `Europe/Berlin`. */
export function zoneOf(id: string): Zone {
  const found = known.get(id);
  if (found !== undefined) return found;
  const zone = fixedZone(id) ?? regionZone(id);
  known.set(id, zone);
  return zone;
}

function fixedZone(id: string): Zone | undefined {
  if (/^(?:Z|UTC|GMT|UT)$/.test(id)) return { id, offsetAt: () => 0 };
  const match = fixedOffset.exec(id);
  if (match === null) return undefined;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  if (size > 18 * 3_600_000) throw new FunctionError(`Invalid time zone: ${id}: offset beyond 18 hours`);
  const offset = sign === '-' ? -size : size;
  return { id, offsetAt: () => offset };
}

function regionZone(id: string): Zone {
  const clock = clockOf(id);
  // Offsets change on quarters of an hour, and records come in order of time: the last answer mostly holds.
  let lastQuarter = Number.NaN;
  let lastOffset = 0;
  return {
    id,
    offsetAt: (instant) => {
      const quarter = Math.floor(instant / QUARTER_HOUR);
      if (quarter !== lastQuarter) {
        const at = Math.max(quarter * QUARTER_HOUR, BEFORE_ZONES);
        lastOffset = localMillis(clock, at) - at;
        lastQuarter = quarter;
      }
      return lastOffset;
    },
  };
}

function clockOf(id: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new FunctionError(`Invalid time zone: Unknown time-zone ID: ${id}`, { cause });
  }
}

function localMillis(clock: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(clock.formatToParts(instant).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/**
 * The instant of a wall clock's reading. A reading that the clocks jumped over moves on by the jump; of one that
 * came twice that with the preferred offset counts, else the first (as `ZonedDateTime` has it).
 */
export function instantOf(local: number, zone: Zone, preferred?: number): number {
  if (preferred !== undefined && zone.offsetAt(local - preferred) === preferred) return local - preferred;
  const before = zone.offsetAt(local - DAY);
  const after = zone.offsetAt(local + DAY);
  if (zone.offsetAt(local - before) === before) return local - before;
  return zone.offsetAt(local - after) === after ? local - after : local - before;
}
