import type { Header } from '../../topics/port.ts';
import type { Reason } from '../record/finished.ts';
import { oneLine } from '../record/one-line.ts';

// String: codes and reasons are of code that may have no types
export const header = (key: string, text: string): Header => ({
  key,
  value: Buffer.from(String(text), 'utf8'),
});

/** Why a record did not become what it should, for a person and in a word. */
export const reasonHeaders = ({ code, message }: Reason): readonly Header[] => [
  header('reason', oneLine(message)),
  header('reason.code', code),
];
