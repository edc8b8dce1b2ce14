/**
 * The text of statements: CodeMirror, with completion from the catalogue, and errors at their place as one types, found by
 * the server, which executes nothing of it.
 *
 * It lies in a shadow root: there its styles are style sheets of the document's own making, which the page's policy allows.
 */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, SQLDialect, sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AnalysedScript, Catalogue } from '../../api/answers.ts';
import { json } from '../../api/client.ts';
import { completions, KEYWORDS } from './completions.ts';

export interface CodeEditorProps {
  readonly text: string;
  readonly catalogue: () => Catalogue | undefined;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  /** Gets a way to put another text in. */
  readonly onReady: (replace: (text: string) => void) => void;
}

const ANALYSE_AFTER_MS = 350;

export function CodeEditor(props: CodeEditorProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = host;
    if (current === null) return;
    const root = current.shadowRoot ?? current.attachShadow({ mode: 'open' });
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: props.text, extensions: extensions(props) }),
    });
    props.onReady((text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
    return () => view.destroy();
  }, []);
  return <div class="code" ref={host} />;
}

const dialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: KEYWORDS.join(' ').toLowerCase(),
  types:
    'varchar string int integer bigint double decimal boolean bytes timestamp date time array map struct',
  identifierQuotes: '`',
  doubleQuotedStrings: false,
});

const extensions = ({ catalogue, onChange, onRun }: CodeEditorProps) => [
  lineNumbers(),
  history(),
  drawSelection(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  sql({ dialect, upperCaseKeywords: true }),
  syntaxHighlighting(colours),
  autocompletion({ override: [(context) => complete(context, catalogue())], icons: false }),
  linter(problems, { delay: ANALYSE_AFTER_MS }),
  keymap.of([
    {
      key: 'Mod-Enter',
      run: () => {
        onRun();
        return true;
      },
    },
    ...completionKeymap,
    ...defaultKeymap,
    ...historyKeymap,
  ]),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'Statements' }),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) onChange(state.doc.toString());
  }),
  placeholder('SELECT * FROM … EMIT CHANGES;'),
  look,
];

function complete(context: CompletionContext, catalogue: Catalogue | undefined): CompletionResult | null {
  const word = context.matchBefore(/[\w.`]*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  const text = context.state.doc.toString();
  return completions(text, word.text, word.from, catalogue);
}

async function problems(view: EditorView): Promise<readonly Diagnostic[]> {
  const text = view.state.doc.toString();
  if (text.trim() === '') return [];
  try {
    const analysed = await json<AnalysedScript>('/page/api/analyse', { body: { sql: text } });
    return analysed.problems.map(({ from, to, message, hint }) => ({
      from: Math.min(from, text.length),
      to: Math.min(to, text.length),
      severity: 'error',
      message: hint === undefined ? message : `${message}\n${hint}`,
    }));
  } catch {
    // the banner says that the server is away
    return [];
  }
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--warn)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ok)' },
  { tag: tags.typeName, color: 'var(--muted)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13.5px', color: 'var(--text)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--muted)',
    border: 'none',
    paddingLeft: '6px',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 60%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 22%, transparent)',
  },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '8px',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.75', marginLeft: '1.2em' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', maxWidth: '560px', padding: '6px 10px' },
});
