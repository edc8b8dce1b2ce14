import { PLACEMENTS } from '../../contracts/parts.ts';
import { type PartTopic, TOPICS } from '../../contracts/topic-names.ts';
import { oneOf } from './random.ts';

/** The seven places of a car that a part goes to. */
export const PLACES = ['BODY', 'ENGINE', 'REMOTE_CONTROL', ...PLACEMENTS] as const;
export type Place = (typeof PLACES)[number];

/** Topic and JSON value of a record of a part topic. */
export interface PartRecord {
  readonly topic: PartTopic;
  readonly value: string;
}

/**
 * The record of a part as it comes in: no price yet, no product name.
 *
 * @param random decides the colour of a body and the frequency of a remote control
 */
export function partRecord(sku: string, place: Place, id: string, random: () => number): PartRecord {
  // Written out: three times as fast as JSON.stringify of an object, and the generator has to outrun the line.
  const part = `{"sku":${JSON.stringify(sku)},"partName":"${PART_NAMES[place]}","price":0,"productName":""}`;
  const value = `{"part":${part},"id":${JSON.stringify(id)}${OWN_FIELDS[place](random)}}`;
  return { topic: TOPIC_OF[place], value };
}

const FREQUENCIES = ['RF_27', 'RF_49', 'RF_50', 'RF_53', 'RF_72', 'RF_75'] as const;
/** One of them is not ASCII: what mishandles bytes shows. */
const COLORS = ['red', 'blue', 'ação'] as const;

const PART_NAMES: Readonly<Record<Place, string>> = {
  BODY: 'body',
  ENGINE: 'engine',
  REMOTE_CONTROL: 'remote_control',
  FRONT_LEFT: 'front_left',
  FRONT_RIGHT: 'front_right',
  REAR_LEFT: 'rear_left',
  REAR_RIGHT: 'rear_right',
};

const TOPIC_OF: Readonly<Record<Place, PartTopic>> = {
  BODY: TOPICS.body,
  ENGINE: TOPICS.engine,
  REMOTE_CONTROL: TOPICS.remoteControl,
  FRONT_LEFT: TOPICS.wheel,
  FRONT_RIGHT: TOPICS.wheel,
  REAR_LEFT: TOPICS.wheel,
  REAR_RIGHT: TOPICS.wheel,
};

const OWN_FIELDS: Readonly<Record<Place, (random: () => number) => string>> = {
  BODY: (random) => `,"color":"${oneOf(COLORS, random)}","material":"ABS","weight":1.25`,
  ENGINE: () => '',
  REMOTE_CONTROL: (random) => `,"channelFrequency":"${oneOf(FREQUENCIES, random)}"`,
  FRONT_LEFT: () => ',"placement":"FRONT_LEFT"',
  FRONT_RIGHT: () => ',"placement":"FRONT_RIGHT"',
  REAR_LEFT: () => ',"placement":"REAR_LEFT"',
  REAR_RIGHT: () => ',"placement":"REAR_RIGHT"',
};
