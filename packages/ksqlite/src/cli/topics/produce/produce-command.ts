import type { ChooseTopics } from '../../../topics/chosen-topics.ts';
import { asksForHelp } from '../../support/options/parse-given.ts';
import type { Command } from '../../support/run-main.ts';
import { produceHelp, produceOptions } from './produce-options.ts';

/** `ksqlite produce`: lines of files, or of a pipe, as records of a topic. Throws CommandError. */
export const produceCommand =
  (choose: ChooseTopics): Command =>
  async (argv, context) => {
    if (asksForHelp(argv)) {
      context.stdout.write(produceHelp(context.stdout));
      return 0;
    }
    const options = produceOptions(argv, context.env, choose);
    const { produceRecords } = await import('./produce-records.ts');
    return produceRecords(options, context);
  };
