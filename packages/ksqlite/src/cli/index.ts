export {
  COMMAND_ERRORS,
  CommandError,
  type CommandErrorCode,
  type OwnErrorCode,
} from '../errors/command-error.ts';
export { commandErrorOf } from '../errors/command-error-of.ts';
export type { Logger } from '../logging/logger.ts';
export { counter, gauge, type Metric, type MetricInfo, type MetricReader } from '../metrics/metric.ts';
export { METRICS_TYPE, metricsText } from '../metrics/metrics-text.ts';
export { PROCESS_METRICS, processMetrics } from '../metrics/process-metrics.ts';
export {
  connectCommand,
  migrateCommand,
  serverCommand,
  shellCommand,
  testCommand,
  topicCommand,
} from './commands.ts';
export { DEFAULT_KSQLDB_URL } from './migrate/command/default-url.ts';
export { appliedScripts } from './migrate/scripts/applied-scripts.ts';
export { applyScripts } from './migrate/scripts/apply-scripts.ts';
export { rehearse } from './migrate/scripts/rehearse.ts';
export { readScripts, type SqlScript } from './migrate/scripts/sql-scripts.ts';
export { serve } from './server/serve.ts';
export { CommandLog } from './support/command-log.ts';
export { endWithNpm } from './support/end-with-npm.ts';
export { type HealthPort, startHealthServer } from './support/health-server.ts';
export { jsonFieldText } from './support/json-field-text.ts';
export { LOG_LEVELS, type LogLevel, logLevelOption } from './support/log-level.ts';
export {
  addCommonOptions,
  type CommonGiven,
  commonHelp,
  healthHostOption,
  healthPortOption,
  logLevelOf,
  waitOption,
} from './support/options/common-options.ts';
export {
  type Example,
  type ExitCode,
  errorExitCodes,
  exampleText,
  exitCodeText,
} from './support/options/help-text.ts';
export type { Invocation } from './support/options/invocation.ts';
export { asksForHelp, newParser, optionHelp, parseGiven } from './support/options/parse-given.ts';
export { readValue, VALUES, type Value, wholeNumber } from './support/options/value.ts';
export { mayPass, RetryWithBackoff } from './support/retry-with-backoff.ts';
export {
  type Command,
  type CommandContext,
  type Env,
  type Input,
  type Output,
  runMain,
} from './support/run-main.ts';
export { startStatusLine } from './support/status-line.ts';
export { reportFailure } from './support/stop-signals.ts';
export { canMove, painter, wantsColour, widthOf } from './support/terminal.ts';
export { writeAll } from './topic/write-all.ts';
