import type { ProblemReason, ProcessingError } from './problem.ts';

/** A line for people: the first problem of its kind, or how many there have been. */
export interface Problem extends ProcessingError {
  /** How many of its kind there have been: 1, 10, 100, 1,000 … */
  readonly count: number;
  /** The whole of it in one line: the query, the place, what happened, what to do. */
  readonly text: string;
}

/** Kinds that are remembered: queries of clients come and go. */
const MOST_KINDS = 1_000;

interface Kind {
  count: number;
  /** The count that is told next. */
  next: number;
}

/**
 * Tells of the first problem of each kind, of the 10th, the 100th, and so on: a million records that all fail make seven
 * lines. What is of one kind happened in one query, at one place of it, for one reason. The queries of clients count as one.
 */
export class ProblemNotices {
  readonly #onProblem: (problem: Problem) => void;
  readonly #kinds = new Map<string, Kind>();

  constructor(onProblem: (problem: Problem) => void) {
    this.#onProblem = onProblem;
  }

  /** @param where the clause, the column or the topic: what differs between problems of one reason in one query */
  add(error: ProcessingError, where: string): void {
    const { queryId, reason } = error;
    const id = `${isTransient(queryId) ? 'transient' : queryId}\n${reason}\n${where}`;
    const kind = this.#kinds.get(id) ?? this.#newKind(id);
    kind.count++;
    if (kind.count < kind.next) return;
    kind.next *= 10;
    this.#onProblem({ ...error, count: kind.count, text: inOneLine(textOf(error, kind.count)) });
  }

  #newKind(id: string): Kind {
    if (this.#kinds.size >= MOST_KINDS)
      for (const oldest of this.#kinds.keys()) {
        this.#kinds.delete(oldest);
        break;
      }
    const kind = { count: 0, next: 1 };
    this.#kinds.set(id, kind);
    return kind;
  }
}

/** Texts of records may be in it: they neither end the line, nor move a terminal's cursor, nor are they endless. */
function inOneLine(text: string): string {
  const shown = text.replaceAll(/\p{Cc}+/gu, ' ');
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST)} …`;
}

const LONGEST = 600;

const isTransient = (queryId: string): boolean => /^(transient|query)_/.test(queryId);

const ADVICE: Readonly<Record<ProblemReason, string>> = {
  'failed-expression':
    'It is NULL in a SELECT list, and leaves the record out in WHERE and GROUP BY; CASE WHEN keeps such values away',
  'unreadable-key': 'The record is left out: its key is not what KEY_FORMAT and the key columns say',
  'unreadable-value': 'The record is left out: its value is not what VALUE_FORMAT and the columns say',
  'unreadable-time':
    'The record is left out: the TIMESTAMP column must hold a time that TIMESTAMP_FORMAT reads',
  'null-key': 'A record without a key is left out; WHERE … IS NOT NULL does so without a word',
  late: 'GRACE PERIOD says how late a record may come',
};

function textOf(
  { queryId, reason, message, topic, partition, offset }: ProcessingError,
  count: number,
): string {
  const place = offset === undefined ? '' : `${topic ?? '?'}, partition ${partition}, offset ${offset}: `;
  // what can't be read says where it lies
  const what = message.startsWith(place) ? message : `${place}${message}`;
  const sentence = /[.!]$/.test(what) ? what : `${what}.`;
  if (count > 1) return `${queryId}: ${count.toLocaleString('en-US')} times by now, last ${sentence}`;
  const more = isTransient(queryId) ? '' : ` (EXPLAIN ${queryId}; counts them.)`;
  return `${queryId}: ${sentence} ${ADVICE[reason]}.${more}`;
}
