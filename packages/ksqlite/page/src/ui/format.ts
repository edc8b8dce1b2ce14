/** Figures and times as people read them; all pure. */

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });

export const count = (value: number): string => WHOLE.format(value);

/** Three figures at most, then a unit: 12, 1.2k, 34k, 5.6M. */
export function short(value: number): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (value < size * 0.9995) continue;
    const scaled = value / size;
    return `${scaled < 10 ? TENTHS.format(scaled) : WHOLE.format(scaled)}${unit}`;
  }
  return WHOLE.format(value);
}

/** Per second; below ten with a tenth, so that a slow trickle shows. */
export function rate(perSecond: number): string {
  if (perSecond === 0) return '0/s';
  if (perSecond < 0.05) return '<0.1/s';
  return `${perSecond < 10 ? TENTHS.format(perSecond) : short(perSecond)}/s`;
}

export function bytes(value: number): string {
  if (value < 1000) return `${WHOLE.format(value)} B`;
  if (value < 1e6) return `${TENTHS.format(value / 1e3)} kB`;
  return value < 1e9 ? `${TENTHS.format(value / 1e6)} MB` : `${TENTHS.format(value / 1e9)} GB`;
}

/** Of 0 to 1, as per cent. */
export const share = (of: number): string => `${(of * 100).toFixed(of > 0 && of < 0.1 ? 1 : 0)} %`;

export function duration(ms: number): string {
  if (ms < 1000) return `${WHOLE.format(ms)} ms`;
  if (ms < 60_000) return `${TENTHS.format(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  return ms < 86_400_000 ? `${TENTHS.format(ms / 3_600_000)} h` : `${TENTHS.format(ms / 86_400_000)} d`;
}

/** `2026-11-30 15:04:05.678`, in UTC as ksqlDB's times are. */
export const time = (ms: number): string =>
  Number.isFinite(ms) && Math.abs(ms) <= 8.64e15
    ? new Date(ms).toISOString().replace('T', ' ').slice(0, 23)
    : String(ms);

/** A middle that is left out, where a text is longer than `max`. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (max - 1 - head))}`;
}

/**
 * Names of at most `max` characters, by the whole ones. One that would be shortened to what another one is shortened to, too, leaves out its
 * first words instead: `…PART_CHANGES`.
 */
export function shortNames(names: readonly string[], max: number): ReadonlyMap<string, string> {
  const whole = [...new Set(names)];
  const times = new Map<string, number>();
  for (const name of whole) {
    const text = shortened(name, max);
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  return new Map(
    whole.map((name) => {
      const text = shortened(name, max);
      return [name, (times.get(text) ?? 0) > 1 ? withoutFirstWords(name, max) : text];
    }),
  );
}

/** As few words as it takes; characters where so little of it would be left that it says nothing. */
function withoutFirstWords(name: string, max: number): string {
  const words = name.split(/(?<=[_-])/).slice(1);
  while (words.join('').length > max - 1) words.shift();
  const left = words.join('');
  return `…${left.length > (max - 1) / 2 ? left : name.slice(1 - max)}`;
}
