import { PLACES } from '../../../src/producer/generator/part-record.ts';
import type { PriceBehaviour, Scenario } from '../scenario.ts';
import type { Promised } from './outcomes.ts';

/** What a scenario's disorder, and its price API, leave to promise. */
export function promisedOf({ order, behaviour, outage }: Scenario, slept = false): Promised {
  const anyHangs = [...behaviour.values()].some((does) => does === 'hangs' || does === 'hangs-once');
  const priced = (sku: string): readonly string[] => {
    const [body, engine, remoteControl, ...wheels] = PLACES.map(
      (place) => behaviour.get(`${sku}/${place}`) ?? 'answers',
    );
    const asked = [body, engine, remoteControl];
    // one wheel is asked for; which one is the line's choice
    if (asked.some(neverAnswers) || wheels.every(neverAnswers)) return ['FAILED_GET_PRICE'];
    // an outage may take the last attempt of a lookup that has failed before
    if (slept) return ['COMPLETE', 'FAILED_GET_PRICE'];
    if (outage !== undefined && [...asked, ...wheels].some((does) => does !== 'answers'))
      return ['COMPLETE', 'FAILED_GET_PRICE'];
    if (!anyHangs && !wheels.some(neverAnswers)) return ['COMPLETE'];
    return ['COMPLETE', 'FAILED_GET_PRICE'];
  };
  return { slackMs: order === 'jittered' ? 500 : -1, situations: order !== 'wild', priced };
}

const neverAnswers = (does: PriceBehaviour | undefined): boolean =>
  does === 'always-fails' || does === 'hangs';
