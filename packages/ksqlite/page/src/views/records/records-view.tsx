import type { JSX } from 'preact';

export const RecordsView = (): JSX.Element => <p class="empty">DataView</p>;
