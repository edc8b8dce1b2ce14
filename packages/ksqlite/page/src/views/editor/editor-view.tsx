import type { JSX } from 'preact';

export const EditorView = (): JSX.Element => <p class="empty">EditorView</p>;
