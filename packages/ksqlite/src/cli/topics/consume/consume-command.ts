import type { ChooseTopics } from '../../../topics/chosen-topics.ts';
import { asksForHelp } from '../../support/options/parse-given.ts';
import type { Command } from '../../support/run-main.ts';
import { consumeHelp, consumeOptions } from './consume-options.ts';

/** `ksqlite consume`: records of a topic as JSON lines. Throws CommandError. */
export const consumeCommand =
  (choose: ChooseTopics): Command =>
  async (argv, context) => {
    if (asksForHelp(argv)) {
      context.stdout.write(consumeHelp(context.stdout));
      return 0;
    }
    const options = consumeOptions(argv, context.env, choose);
    const { consumeRecords } = await import('./consume-records.ts');
    await consumeRecords(options, context);
    return 0;
  };
