/** The example of a test passes in Jest: its tests are tests of this file. In Vitest and node:test: `examples.test.ts`. */
import '../../docs/examples/visits.test.ts';
