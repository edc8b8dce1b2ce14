/** Where one is, behind the address's `#`: `#/queries/CSAS_A_1`. A reload and the back button keep it. */
import { computed, signal } from '@preact/signals';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

export const path = computed<readonly string[]>(() => {
  const parts = hash.value
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
  return parts[0] === '' ? ['topology'] : parts;
});

export const href = (...parts: readonly string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;

export const go = (...parts: readonly string[]): void => {
  location.hash = href(...parts);
};
