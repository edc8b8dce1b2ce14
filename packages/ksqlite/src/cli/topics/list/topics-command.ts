import type { ChooseTopics } from '../../../topics/chosen-topics.ts';
import { asksForHelp } from '../../support/options/parse-given.ts';
import type { Command } from '../../support/run-main.ts';
import { topicsHelp, topicsOptions } from './topics-options.ts';

/** `ksqlite topics`: which topics there are, and what is in them. Throws CommandError. */
export const topicsCommand =
  (choose: ChooseTopics): Command =>
  async (argv, context) => {
    if (asksForHelp(argv)) {
      context.stdout.write(topicsHelp(context.stdout));
      return 0;
    }
    const options = topicsOptions(argv, context.env, choose);
    const { listTopics } = await import('./list-topics.ts');
    await listTopics(options, context);
    return 0;
  };
