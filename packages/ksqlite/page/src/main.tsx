import '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { refresh } from './live/live-store.ts';
import './ui/styles.css';

const root = document.getElementById('app');
if (root === null) throw new Error('the page has no place for the app');
// what was seen until now
root.replaceChildren();
render(<App />, root);
void refresh();
