import { inMemoryBroker } from '../support/in-memory-topics.ts';
import { topicsSuite } from './topics.suite.ts';

const plain = inMemoryBroker();
topicsSuite('in memory', async () => plain.connect());

const withMarkers = inMemoryBroker({ markers: true });
topicsSuite('in memory, with transaction markers', async () => withMarkers.connect());
