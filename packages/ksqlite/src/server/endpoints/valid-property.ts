import type { Exchange } from '../http/exchange.ts';
import { respondJson } from '../http/respond.ts';
import { refuseServerSettings } from '../statements/server-settings.ts';

/** `GET /is_valid_property/NAME`: as ksqlDB, true for whatever is not the server's own. */
export function validProperty({ response, segments }: Exchange): void {
  refuseServerSettings([segments[1] ?? '']);
  respondJson(response, true);
}
