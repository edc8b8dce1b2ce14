/** What the program around the database shows of itself: it gives data, and this draws it, piece by piece. */
import type { JSX } from 'preact';
import type { ViewPiece, ViewStatus } from '../../api/answers.ts';
import { topology } from '../../live/live-store.ts';
import { Figures } from './figures.tsx';
import './program.css';
import { Series } from './series.tsx';
import { Shares } from './shares.tsx';
import { Stages } from './stages.tsx';
import { Table } from './table.tsx';
import { shown, viewError } from './view-store.ts';

export function ProgramView(): JSX.Element {
  const { content } = shown.value;
  return (
    <div class="page">
      <header>
        <h1>{topology.value?.view ?? ''}</h1>
        {content?.status !== undefined && <Status status={content.status} />}
      </header>
      {viewError.value !== '' && content === undefined && <p class="error">{viewError.value}</p>}
      <div class="pieces">
        {content?.pieces.map((piece) => (
          <section key={`${piece.kind} ${piece.title}`} class={`card piece ${piece.kind}`}>
            <h2>{piece.title}</h2>
            <Piece piece={piece} />
          </section>
        ))}
      </div>
    </div>
  );
}

const Status = ({ status: { text, level = 'plain' } }: { readonly status: ViewStatus }): JSX.Element => (
  <span class={`status ${level}`} role="status">
    {text}
  </span>
);

function Piece({ piece }: { readonly piece: ViewPiece }): JSX.Element {
  switch (piece.kind) {
    case 'stages':
      return <Stages piece={piece} />;
    case 'figures':
      return <Figures piece={piece} />;
    case 'shares':
      return <Shares piece={piece} />;
    case 'series':
      return <Series piece={piece} />;
    case 'table':
      return <Table piece={piece} />;
    case 'text':
      return <pre>{piece.text}</pre>;
  }
}
