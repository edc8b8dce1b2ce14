import { formatTopology } from '../../src/topology/format-topology.ts';
import { planningBench } from '../plan/support/planning-bench.ts';

const bench = planningBench(`
  CREATE STREAM s (k INT KEY, a INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (k INT KEY, c INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM q (k INT KEY, d INT) WITH (KAFKA_TOPIC='q', VALUE_FORMAT='JSON', PARTITIONS=2);
`);
const JOINS =
  'CREATE TABLE o AS SELECT a, COUNT(*) FROM s JOIN r WITHIN 1 SECOND ON s.a = r.c JOIN q WITHIN 1 SECOND ON r.k = q.d GROUP BY a;';

describe('sub-topologies', () => {
  it('are cut at repartitions, and come before those that read them', () => {
    expect(formatTopology(bench.plan(JOINS) as never)).toBe(`\
Topologies:
   Sub-topology: 0 (Q_1-S-repartition)
    Source: S (topic: s)
    Sink: _Q_1-S-repartition (topic: _ksql-Q_1-S-repartition)

   Sub-topology: 1 (Q_1-R-repartition)
    Source: R (topic: r)
    Sink: _Q_1-R-repartition (topic: _ksql-Q_1-R-repartition)

   Sub-topology: 2 (Q_1-join-1)
    Source: _Q_1-S-repartition (topic: _ksql-Q_1-S-repartition)
    Source: _Q_1-R-repartition (topic: _ksql-Q_1-R-repartition)
    Sink: _Q_1-join-1 (topic: _ksql-Q_1-join-1)

   Sub-topology: 3 (Q_1-Q-repartition)
    Source: Q (topic: q)
    Sink: _Q_1-Q-repartition (topic: _ksql-Q_1-Q-repartition)

   Sub-topology: 4 (Q_1-groupby)
    Source: _Q_1-join-1 (topic: _ksql-Q_1-join-1)
    Source: _Q_1-Q-repartition (topic: _ksql-Q_1-Q-repartition)
    Sink: _Q_1-groupby (topic: _ksql-Q_1-groupby)

   Sub-topology: 5 (main)
    Source: _Q_1-groupby (topic: _ksql-Q_1-groupby)
    Sink: O (topic: O)
`);
  });

  it('read and write one internal topic as one source', () => {
    const { subTopologies } = bench.topology(JOINS);
    const written = new Map(subTopologies.map(({ output }) => [output.topic, output]));
    for (const { inputs } of subTopologies)
      for (const input of inputs) if (written.has(input.topic)) expect(input).toBe(written.get(input.topic));
  });
});
