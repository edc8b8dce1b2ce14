import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACEMENTS } from '../../src/contracts/parts.ts';
import { type PartTopic, TOPICS } from '../../src/contracts/topic-names.ts';
import { temporaryFolder } from './line-process.ts';

/** A line of an input file: `value` as JSON or `raw`, sent as it is. */
export interface InputLine {
  readonly topic: PartTopic;
  readonly key: string | null;
  readonly value?: unknown;
  readonly raw?: string;
  readonly at: number;
}

export const SLOTS = ['BODY', 'ENGINE', 'REMOTE_CONTROL', ...PLACEMENTS] as const;
export type Slot = (typeof SLOTS)[number];
export const WHEELS: readonly Slot[] = PLACEMENTS;

/** Evenly spread in [0, 1), the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function partLine(sku: string, slot: Slot, at: number, id = `${sku}/${slot}`): InputLine {
  const part = { sku, partName: slot.toLowerCase(), price: 0, productName: '' };
  switch (slot) {
    case 'BODY':
      return {
        topic: TOPICS.body,
        key: sku,
        at,
        value: { part, id, color: 'ação', material: 'ABS', weight: 1.25 },
      };
    case 'ENGINE':
      return { topic: TOPICS.engine, key: sku, at, value: { part, id } };
    case 'REMOTE_CONTROL':
      return { topic: TOPICS.remoteControl, key: sku, at, value: { part, id, channelFrequency: 'RF_72' } };
    default:
      return { topic: TOPICS.wheel, key: sku, at, value: { part, id, placement: slot } };
  }
}

/** The parts of a car in any order, spread over `spreadMs`. */
export function carLines(
  sku: string,
  at: number,
  random: () => number,
  { slots = SLOTS, spreadMs = 300 }: { readonly slots?: readonly Slot[]; readonly spreadMs?: number } = {},
): InputLine[] {
  return slots.map((slot) => partLine(sku, slot, Math.round(at + random() * spreadMs)));
}

export const without = (...missing: readonly Slot[]): readonly Slot[] =>
  SLOTS.filter((slot) => !missing.includes(slot));

/** One of each kind of record that no car can be made of, with the key of a car that exists wherever it has one. */
export function unreadableLines(sku: string, at: number): InputLine[] {
  const { body, engine, remoteControl, wheel } = TOPICS;
  const part = { sku };
  return [
    { topic: body, key: sku, at, raw: '{"part": {"sku": ' },
    { topic: body, key: sku, at, raw: '' },
    { topic: remoteControl, key: sku, at, raw: '\u0000\u0001binary\u{10FFFF}' },
    { topic: engine, key: null, at, value: { part, id: `${sku}/NO-KEY` } },
    { topic: engine, key: '', at, value: { part, id: `${sku}/EMPTY-KEY` } },
    { topic: body, key: sku, at, raw: '17' },
    { topic: body, key: sku, at, raw: '"text"' },
    { topic: engine, key: sku, at, raw: 'true' },
    { topic: engine, key: sku, at, raw: '[1, 2]' },
    { topic: engine, key: sku, at, raw: 'null' },
    { topic: remoteControl, key: sku, at, value: null },
    { topic: wheel, key: sku, at, value: null },
    { topic: body, key: sku, at, value: { part } },
    { topic: engine, key: sku, at, value: { part, id: null } },
    { topic: engine, key: sku, at, value: {} },
    { topic: remoteControl, key: sku, at, value: { part, id: '' } },
    { topic: wheel, key: sku, at, value: { part, id: `${sku}/ROOF`, placement: 'ROOF' } },
    { topic: wheel, key: sku, at, value: { part, id: `${sku}/LOWER`, placement: 'front_left' } },
    { topic: wheel, key: sku, at, value: { part, id: `${sku}/NOWHERE` } },
    { topic: wheel, key: sku, at, value: { part, id: '', placement: 'FRONT_LEFT' } },
  ];
}

/** Writes lines in the order in which they are due; gives the file's name. */
export function inputFile(lines: readonly InputLine[]): string {
  const file = join(temporaryFolder(), 'parts.jsonl');
  const due = [...lines].sort((a, b) => a.at - b.at);
  writeFileSync(file, due.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

/** A record as a text that two records share only when topic, key and value are the same. */
export function sameAs(topic: string, key: string | null, value: unknown): string {
  return JSON.stringify([topic, key, value]);
}

/** `sameAs` of what the topic has of a line, as a dump shows it. */
export function lineSameAs({ topic, key, value, raw }: InputLine): string {
  if (raw === undefined) return sameAs(topic, key, value);
  try {
    return sameAs(topic, key, JSON.parse(raw));
  } catch {
    return sameAs(topic, key, raw);
  }
}
