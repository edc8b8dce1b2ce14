import { METRICS_TYPE, metricsText } from '../../metrics/metrics-text.ts';
import { processMetrics } from '../../metrics/process-metrics.ts';
import type { Exchange } from '../http/exchange.ts';
import { respond } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';
import { engineMetrics } from './engine-metrics.ts';

/** `GET /metrics`: for Prometheus. Not in ksqlDB, which has JMX. */
export async function metrics({ response }: Exchange, { engine, moreMetrics }: ServerContext): Promise<void> {
  const worker = engine.runningConnectors();
  // its code is there already
  const ofConnectors =
    worker === undefined ? [] : (await import('../../connect/index.ts')).connectMetrics(worker);
  const all = [...engineMetrics(engine), ...ofConnectors, ...moreMetrics(), ...processMetrics()];
  respond(response, 200, metricsText(all), METRICS_TYPE);
}
