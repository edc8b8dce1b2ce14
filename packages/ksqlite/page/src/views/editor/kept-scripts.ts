/** What was written and what was run, kept in this browser. */
import { signal } from '@preact/signals';

const DRAFT = 'ksqlite-draft';
const HISTORY = 'ksqlite-history';
const MOST = 50;

export const draft = signal(localStorage.getItem(DRAFT) ?? '');
export const ran = signal<readonly string[]>(readHistory());

export function keepDraft(text: string): void {
  draft.value = text;
  localStorage.setItem(DRAFT, text);
}

/** The newest first, each once. */
export function keepRan(script: string): void {
  const text = script.trim();
  if (text === '') return;
  ran.value = [text, ...ran.value.filter((other) => other !== text)].slice(0, MOST);
  localStorage.setItem(HISTORY, JSON.stringify(ran.value));
}

function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(HISTORY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}
