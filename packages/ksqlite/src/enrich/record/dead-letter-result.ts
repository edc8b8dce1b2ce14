/** A result that sends the record itself to the dead letters. */
export class DeadLetter {
  readonly reason: string;
  readonly code: string;

  constructor(reason: string, code = 'refused') {
    this.reason = reason;
    this.code = code;
  }
}

/**
 * A result of `call`, or of `decode`, that sends the record as it came to the dead letters.
 *
 * @param reason for a person: the header `reason`
 * @param code one of a few words of your own, by which dead letters are counted; default: `refused`
 */
export const deadLetter = (reason: string, code?: string): DeadLetter => new DeadLetter(reason, code);
