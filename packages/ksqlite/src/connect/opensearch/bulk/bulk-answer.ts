import { z } from 'zod';

/** Of what `_bulk` answers, what is asked for: `filter_path` keeps it small. */
export const BULK_PATH =
  '/_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason';

const REASON = z.object({ reason: z.string().nullish() });
const ITEM = z.object({
  status: z.number(),
  error: REASON.extend({ type: z.string(), caused_by: REASON.optional() }).optional(),
});
const ANSWER = z.object({ items: z.array(z.record(z.string(), ITEM)) });

/** What became of one operation. `refused`: of this document it can't be done, however often it is tried. */
export type Outcome =
  | {
      readonly kind: 'done' /** The version that is there instead, which is not older. */;
      readonly there?: number;
    }
  | { readonly kind: 'again' | 'refused' | 'failed'; readonly reason: string };

const DONE: Outcome = { kind: 'done' };
/** ElasticsearchClient.MALFORMED_DOC_ERRORS. */
const MALFORMED = new Set([
  'strict_dynamic_mapping_exception',
  'mapper_parsing_exception',
  'illegal_argument_exception',
  'action_request_validation_exception',
  'document_parsing_exception',
]);

/**
 * What became of each operation of a request, in its order.
 *
 * @throws Error where the answer does not say that of each
 */
export function outcomesOf(text: string, count: number): readonly Outcome[] {
  const { items } = ANSWER.parse(JSON.parse(text));
  if (items.length !== count) throw new Error(`it answers for ${items.length} operations of ${count}`);
  return items.map((item) => {
    const [[kind, answer] = []] = Object.entries(item);
    if (kind === undefined || answer === undefined)
      throw new Error('it does not say what became of an operation');
    return outcomeOf(kind, answer);
  });
}

/** Of a conflict; 0 where it does not say it. */
const versionIn = (reason: string): number => Number(/current version \[(\d+)\]/.exec(reason)?.[1] ?? 0);

function outcomeOf(kind: string, { status, error }: z.output<typeof ITEM>): Outcome {
  if (status === 409) return { kind: 'done', there: versionIn(error?.reason ?? '') };
  if (status < 300 || (status === 404 && kind === 'delete' && error === undefined)) return DONE;
  const { type = 'unknown', reason, caused_by: cause } = error ?? {};
  const said = [reason, cause?.reason].filter((one) => one != null && one !== '').join(': ');
  const told = `${status} ${type}${said === '' ? '' : `: ${said}`}`;
  if (status === 429 || status >= 500) return { kind: 'again', reason: told };
  return { kind: MALFORMED.has(type) ? 'refused' : 'failed', reason: told };
}
