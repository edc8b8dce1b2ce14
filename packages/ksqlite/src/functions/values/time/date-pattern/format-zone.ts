import { FunctionError } from '../../../function-error.ts';
import { MILLIS_PER_DAY } from '../civil-date.ts';
import type { Zone } from '../zone.ts';
import { type Moment, padded } from './moment.ts';

/** The code that writes the zone or the offset of a moment. */
export function zoneWriter(letter: string, count: number): (moment: Moment) => string {
  const withZone = (write: (moment: Moment, zone: Zone) => string): ((moment: Moment) => string) => {
    return (moment) => {
      if (moment.zone === undefined) throw new FunctionError(`Unsupported field: ${letter}`);
      return write(moment, moment.zone);
    };
  };
  if (letter === 'V') return withZone((_, zone) => zone.id);
  if (letter === 'z')
    return withZone((moment, zone) => zoneName(zone, moment, count === 4 ? 'long' : 'short'));
  return withZone(({ offset }) => offsetText(offset, letter, count));
}

/** `+02:00` and its likes: by how many letters, with or without colons, minutes and seconds; X writes Z for zero. */
function offsetText(offset: number, letter: string, count: number): string {
  const seconds = Math.abs(offset) / 1000;
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const sign = offset < 0 ? '-' : '+';
  if (letter === 'O' || (letter === 'Z' && count === 4)) return localizedOffset(sign, h, m, count);
  if (offset === 0 && (letter === 'X' || (letter === 'Z' && count === 5))) return 'Z';
  const size = letter === 'Z' ? (count === 5 ? 5 : 2) : count;
  const colon = size === 3 || size === 5 ? ':' : '';
  const minutes = size === 1 && m === 0 ? '' : `${colon}${padded(m, 2)}`;
  const rest = size >= 4 && s > 0 ? `${colon}${padded(s, 2)}` : '';
  return `${sign}${padded(h, 2)}${minutes}${rest}`;
}

function localizedOffset(sign: string, hours: number, minutes: number, count: number): string {
  if (hours === 0 && minutes === 0) return 'GMT';
  if (count === 4) return `GMT${sign}${padded(hours, 2)}:${padded(minutes, 2)}`;
  return `GMT${sign}${hours}${minutes === 0 ? '' : `:${padded(minutes, 2)}`}`;
}

/** ICU knows the names of zones for these years only: 1970 to 2100. */
const [FIRST_NAMED, LAST_NAMED] = [0, Date.UTC(2100, 0)];

/** The zone's name at the moment; an offset is its own name. Where US English has none, other English may. */
function zoneName(zone: Zone, { day = 0, time = 0, offset }: Moment, style: 'short' | 'long'): string {
  if (/^(?:Z|[+-].*|(?:UTC|GMT|UT)[+-].*)$/.test(zone.id)) return zone.id;
  const instant = Math.min(Math.max(day * MILLIS_PER_DAY + time - offset, FIRST_NAMED), LAST_NAMED);
  const names = ['en-US', 'en-GB', 'en-AU', 'en-IN'].map((locale) => {
    const clock = new Intl.DateTimeFormat(locale, { timeZone: zone.id, timeZoneName: style });
    return clock.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? zone.id;
  });
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? zone.id;
}
