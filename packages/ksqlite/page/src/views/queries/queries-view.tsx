import type { JSX } from 'preact';

export const QueriesView = (): JSX.Element => <p class="empty">QueriesView</p>;
