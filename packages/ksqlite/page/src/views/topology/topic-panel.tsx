import type { JSX } from 'preact';
import { rates, topology } from '../../live/live-store.ts';
import { inputKey } from '../../live/rates.ts';
import { count, duration, rate } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { go, href } from '../../ui/route.ts';
import { topicIcon } from './graph-node.tsx';
import { Panel } from './panel.tsx';

/** A topic: what is over it, who writes and who reads it, and how far each reader is. */
export function TopicPanel({ name }: { readonly name: string }): JSX.Element {
  const topic = topology.value?.topics.find((one) => one.name === name);
  const queries = topology.value?.queries ?? [];
  const readers = queries.flatMap(({ id, inputs }) =>
    inputs.filter((input) => input.topic === name).map((input) => ({ id, input })),
  );
  const writers = queries.filter(({ sink }) => sink.topic === name);
  return (
    <Panel title={name} kind="Topic" onClose={() => go('topology')}>
      {topic === undefined ? (
        <p class="muted">There is no such topic any more.</p>
      ) : (
        <>
          <dl class="figures">
            <div>
              <dt>is written</dt>
              <dd>{rate(rates.value.topics.get(name) ?? 0)}</dd>
            </div>
            <div>
              <dt>records</dt>
              <dd>{count(topic.written)}</dd>
            </div>
            <div>
              <dt>partitions</dt>
              <dd>{topic.partitions}</dd>
            </div>
          </dl>
          <ul class="plain-list">
            {topic.sources.map((source) => (
              <li key={source.name}>
                <Icon name={topicIcon({ sources: [source] })} size={15} />
                <b>{source.name}</b>
                <span class="muted small">
                  {source.windowed ? 'windowed ' : ''}
                  {source.kind.toLowerCase()}, {source.valueFormat}
                </span>
              </li>
            ))}
          </ul>
          <a class="button" href={href('data', name)}>
            <Icon name="data" size={15} />
            Look at its records
          </a>
        </>
      )}
      {writers.length > 0 && (
        <section>
          <h3>Written by</h3>
          <ul class="plain-list">
            {writers.map(({ id }) => (
              <li key={id}>
                <a href={href('topology', 'query', id)}>{id}</a>
                <span class="muted small">{rate(rates.value.outputs.get(id) ?? 0)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {readers.length > 0 && (
        <section>
          <h3>Read by</h3>
          <ul class="plain-list">
            {readers.map(({ id, input }) => (
              <li key={id}>
                <a href={href('topology', 'query', id)}>{id}</a>
                <span class="muted small">
                  {rate(rates.value.inputs.get(inputKey(id, name)) ?? 0)}
                  {input.unread > 0
                    ? `, ${count(input.unread)} behind (${duration(input.behindMs)})`
                    : ', has read all'}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Panel>
  );
}
