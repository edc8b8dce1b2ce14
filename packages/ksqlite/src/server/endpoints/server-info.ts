import type { Engine } from '../../engine/engine.ts';
import type { Exchange } from '../http/exchange.ts';
import { JSON_TYPE, respond, respondJson } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';

/** The ksqlDB whose API this is: clients choose by it how to speak. */
const VERSION = '7.9.0';
const CLUSTER = { 'kafka-cluster': 'embedded', 'ksql-cluster': 'default_' };
const CLUSTER_ID = { scope: { path: [], clusters: CLUSTER }, id: '' };
const HEALTH_MS = 2_000;

/** `GET /info` */
export const info = ({ response }: Exchange): void =>
  respondJson(response, {
    KsqlServerInfo: {
      version: VERSION,
      kafkaClusterId: CLUSTER['kafka-cluster'],
      ksqlServiceId: CLUSTER['ksql-cluster'],
      serverStatus: 'RUNNING',
    },
  });

/** `GET /v1/metadata` */
export const metadata = ({ response }: Exchange): void =>
  respondJson(response, { version: VERSION, clusterId: CLUSTER_ID });

/** `GET /v1/metadata/id` */
export const metadataId = ({ response }: Exchange): void => respondJson(response, CLUSTER_ID);

/** `GET /healthcheck`: whether statements run and commits go through. */
export async function healthcheck({ response }: Exchange, { engine }: ServerContext): Promise<void> {
  const healthy = { isHealthy: await isRunning(engine) };
  const body = {
    ...healthy,
    details: { metastore: { isHealthy: true }, kafka: healthy, commandRunner: healthy },
    serverState: 'READY',
  };
  respond(response, healthy.isHealthy ? 200 : 503, JSON.stringify(body), JSON_TYPE);
}

async function isRunning(engine: Engine): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, HEALTH_MS, false);
  });
  const settled = engine.scheduler.settled().then(
    () => true,
    () => false,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}
