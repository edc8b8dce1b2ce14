import type { JSX } from 'preact';

export const ProcessingLogView = (): JSX.Element => <p class="empty">ProcessingLogView</p>;
