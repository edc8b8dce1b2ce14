/** `A`, `A or B`, `A, B or C`; without repetitions. */
export function listChoices(choices: Iterable<string>): string {
  const distinct = [...new Set(choices)];
  const last = distinct.pop() ?? '';
  return distinct.length === 0 ? last : `${distinct.join(', ')} or ${last}`;
}
