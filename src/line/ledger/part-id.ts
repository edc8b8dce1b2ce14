import { textField, textsIn } from './json-texts.ts';

const ID = [textField('id', 1)];

/** The `id` of a part record, or undefined where its JSON has none. */
export function partIdOf(value: Buffer): string | undefined {
  const ids = textsIn(value, ID)?.[0];
  const id = ids?.length === 1 ? ids[0] : parsedId(value);
  return id === '' ? undefined : id;
}

function parsedId(value: Buffer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(value.toString('utf8'));
    const id: unknown =
      parsed !== null && typeof parsed === 'object' && 'id' in parsed ? parsed.id : undefined;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
