import { z } from 'zod';
import { SITUATIONS, type Situation } from '../../contracts/rc-car.ts';
import { textField, textsIn } from './json-texts.ts';

/** What the ledger takes from a record of `rccar-completed` or `rccar-incomplete`. */
export interface Outcome {
  readonly situation: Situation;
  /** of all its parts */
  readonly ids: readonly string[];
}

/** undefined where the record is not of the contract's form. */
export function outcomeOf(value: Buffer | null): Outcome | undefined {
  if (value === null) return undefined;
  return outcomeInBytes(value) ?? parsedOutcome(value);
}

/** The situation, and the id of `body`, `engine`, `remoteControl` and of those in `wheels`. */
const FIELDS = [textField('situation', 1), textField('id', 2)];

function outcomeInBytes(value: Buffer): Outcome | undefined {
  const [situations = [], ids = []] = textsIn(value, FIELDS) ?? [];
  const [situation, ...others] = situations;
  if (situation === undefined || others.length > 0) return undefined;
  return isSituation(situation) ? { situation, ids } : undefined;
}

const partSchema = z.object({ id: z.string() }).nullish();
const outcomeSchema = z.object({
  situation: z.enum(SITUATIONS),
  body: partSchema,
  engine: partSchema,
  remoteControl: partSchema,
  wheels: z.array(partSchema).nullish(),
});

function parsedOutcome(value: Buffer): Outcome | undefined {
  const parsed = outcomeSchema.safeParse(parseJson(value));
  if (!parsed.success) return undefined;
  const { situation, body, engine, remoteControl, wheels } = parsed.data;
  const ids = [body, engine, remoteControl, ...(wheels ?? [])].flatMap((part) => (part ? [part.id] : []));
  return { situation, ids };
}

function parseJson(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString('utf8'));
  } catch {
    return undefined;
  }
}

const KNOWN: ReadonlySet<string> = new Set(SITUATIONS);

function isSituation(text: string): text is Situation {
  return KNOWN.has(text);
}
