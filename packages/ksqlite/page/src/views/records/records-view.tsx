/** Topics, what is over them, and their records. */
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Catalogue, LiveTopic } from '../../api/answers.ts';
import { json } from '../../api/client.ts';
import { rates, topology } from '../../live/live-store.ts';
import { rate } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { href, path } from '../../ui/route.ts';
import { topicIcon, topicTitle } from '../topology/graph-node.tsx';
import { Browser } from './browser.tsx';
import './records.css';

const catalogue = signal<Catalogue | undefined>(undefined);

export function RecordsView(): JSX.Element {
  const topics = topology.value?.topics ?? [];
  const [, wanted] = path.value;
  const topic = topics.find(({ name }) => name === wanted) ?? topics[0];
  const shape = topics.flatMap(({ sources }) => sources.map(({ name }) => name)).join();
  useEffect(() => {
    json<Catalogue>('/page/api/catalogue').then(
      (found) => {
        catalogue.value = found;
      },
      // the next look at the topology says why
      () => undefined,
    );
  }, [shape]);
  const sources = (catalogue.value?.sources ?? []).filter((source) => source.topic === topic?.name);
  return (
    <div class="page">
      <header>
        <h1>Data</h1>
        <span class="muted">streams, tables, and the topics under them</span>
      </header>
      {topic === undefined ? (
        <p class="card empty">There is no topic yet.</p>
      ) : (
        <div class="split">
          <nav aria-label="Topics">
            <ul class="list">
              {topics.map((one) => (
                <Item key={one.name} topic={one} isChosen={one === topic} />
              ))}
            </ul>
          </nav>
          <Browser key={topic.name} topic={topic} sources={sources} />
        </div>
      )}
    </div>
  );
}

const Item = ({
  topic,
  isChosen,
}: {
  readonly topic: LiveTopic;
  readonly isChosen: boolean;
}): JSX.Element => (
  <li>
    <a href={href('data', topic.name)} aria-current={isChosen ? 'true' : undefined} title={topic.name}>
      <Icon name={topicIcon(topic)} size={16} />
      <span>{topicTitle(topic)}</span>
      <span class="muted small">{rate(rates.value.topics.get(topic.name) ?? 0)}</span>
    </a>
  </li>
);
