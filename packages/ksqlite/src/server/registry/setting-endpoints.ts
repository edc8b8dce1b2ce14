import { registryErrors } from '../../schemas/embedded/registry-errors.ts';
import { deleteConfig, deleteMode, setMode, updateConfig } from '../../schemas/embedded/registry-settings.ts';
import { flag, newSubjectOf, type RegistryExchange, subjectOf } from './registry-exchange.ts';
import { readConfigRequest, readModeRequest } from './registry-request.ts';

/** The subject of the address; undefined: the whole registry is meant. */
const scopeOf = (exchange: RegistryExchange): string | undefined =>
  exchange.parameters.length === 0 ? undefined : subjectOf(exchange);
const newScopeOf = (exchange: RegistryExchange): string | undefined =>
  exchange.parameters.length === 0 ? undefined : newSubjectOf(exchange);

/** GET /config, /config/… */
export function getConfig(exchange: RegistryExchange): unknown {
  const { state } = exchange.store;
  const subject = scopeOf(exchange);
  const found = flag(exchange, 'defaultToGlobal') ? state.configInScope(subject) : state.config(subject);
  if (found === undefined) throw registryErrors.compatibilityNotConfigured(subject ?? '');
  return configBody(found);
}

/** PUT /config, /config/… */
export function putConfig(exchange: RegistryExchange): unknown {
  const { config, echo } = readConfigRequest(exchange.body);
  updateConfig(exchange.store, newScopeOf(exchange), config);
  return echo;
}

/** DELETE /config, /config/… */
export const removeConfig = (exchange: RegistryExchange): unknown =>
  configBody(deleteConfig(exchange.store, scopeOf(exchange)));

/** GET /mode, /mode/… */
export function getMode(exchange: RegistryExchange): unknown {
  const { state } = exchange.store;
  const subject = scopeOf(exchange);
  const mode = flag(exchange, 'defaultToGlobal') ? state.modeInScope(subject) : state.mode(subject);
  if (mode === undefined) throw registryErrors.modeNotConfigured(subject ?? '');
  return { mode };
}

/** PUT /mode, /mode/… */
export function putMode(exchange: RegistryExchange): unknown {
  const mode = readModeRequest(exchange.body);
  setMode(exchange.store, newScopeOf(exchange), mode, flag(exchange, 'force'));
  return { mode };
}

/** DELETE /mode/… */
export const removeMode = (exchange: RegistryExchange): unknown => ({
  mode: deleteMode(exchange.store, subjectOf(exchange)),
});

const configBody = ({ normalize, compatibilityLevel }: ReturnType<typeof deleteConfig>): unknown => ({
  ...(normalize === undefined ? {} : { normalize }),
  compatibilityLevel,
});
